@rem package.json says "exec node ...", so that on a POSIX shell signals reach node itself. cmd.exe finds this instead.
@%*
