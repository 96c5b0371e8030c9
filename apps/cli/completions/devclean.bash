# Bash completion of devclean: source this file, as "devclean completion --help" says.
# It asks devclean for the words, and quotes what it puts on the command line. Works in bash 3.2, which macOS has.

_devclean() {
  local IFS=$' \t\n' line=${COMP_LINE:0:COMP_POINT} words=() lines=() blanks piece typed breaks before='' offer
  COMPREPLY=()
  # Bash takes words apart at "=", ":" and "@": these are the words as they were typed.
  for piece in "${COMP_WORDS[@]:0:COMP_CWORD+1}"; do
    blanks=${line%%[!$' \t\n']*}
    line=${line#"$blanks"}
    if [[ ${#words[@]} -eq 0 || -n $blanks ]]; then words+=(""); fi
    words[${#words[@]}-1]+=${line:0:${#piece}}
    line=${line:${#piece}}
  done
  typed=${words[${#words[@]}-1]}
  # Nothing that could be put into the middle of a quoted word would be sure to stay quoted.
  [[ $typed == *[\\\'\"\$\`]* ]] && return
  # What bash took off the word stays where it is: only the rest is replaced.
  breaks=${COMP_WORDBREAKS//[!:=@]/}
  [[ -n $breaks ]] && before=${typed%"${typed##*["$breaks"]}"}
  before=${before%@} # which belongs to what is replaced, as "$" would
  while IFS= read -r offer; do
    lines+=("${offer%%$'\t'*}")
  done < <(devclean completion words -- "${words[@]:1}" 2>/dev/null)
  case ${lines[0]} in
    files) compopt -o default 2>/dev/null ;;
    folders) compopt -o dirnames 2>/dev/null ;;
    words)
      for offer in "${lines[@]:1}"; do
        printf -v offer %q "${offer#"$before"}"
        COMPREPLY+=("$offer")
      done
      ;;
  esac
}

complete -F _devclean devclean
