# Fish completion of devclean: lies in fish's folder of completions, as "devclean completion --help" says.
# It asks devclean for the words; fish quotes what it puts on the command line.

function __devclean_complete
    set -l typed (commandline -ct)
    set -l before (commandline -opc)
    set -e before[1]
    set -l lines (devclean completion words -- $before "$typed" 2>/dev/null)
    switch "$lines[1]"
        case files folders
            set -l flag (string match -r -- '^--[^=]+=' "$typed")
            set -l path (string sub -s (math (string length -- "$flag") + 1) -- "$typed")
            if test $lines[1] = folders
                __fish_complete_directories "$path" '' | string replace -r -- '^' "$flag"
            else
                __fish_complete_path "$path" | string replace -r -- '^' "$flag"
            end
        case words
            set -e lines[1]
            printf '%s\n' $lines
    end
end

complete -c devclean -f -a '(__devclean_complete)'
