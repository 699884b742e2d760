# Types command lines into an interactive zsh on a pseudo terminal, presses Tab after each and prints what is offered.
# usage: zsh -f zsh-complete.zsh SCRIPT LINE...
zmodload zsh/zpty
script=$1
shift
buffer= chunk=

# Reads what the shell writes until a mark appears, at most some seconds.
await () {
  buffer=
  repeat 1000; do
    zpty -r -t shell chunk && buffer+=$chunk || sleep 0.005
    [[ $buffer == *$1* ]] && return
  done
}

zpty -b shell zsh -f -i
zpty -w shell "PS1=; setopt no_beep; stty -echo; autoload -Uz compinit; compinit -u -D; source $script
compadd () {
  if [[ \${@[1,(i)(-|--)]} == *-(O|A|D)\ * ]]; then builtin compadd \"\$@\"; return; fi
  typeset -ga hits; builtin compadd -A hits \"\$@\"; print -rl -- OFFER:\${^hits}:; builtin compadd \"\$@\"
}
probe () { _main_complete; compstate[insert]=; compstate[list]=; print -r PROBE:END }
zle -C probe complete-word probe; bindkey '^I' probe; bindkey '^U' kill-whole-line; echo READY"$'\n'
await $'READY\r'
for line in "$@"; do
  zpty -w -n shell $'\x15'"$line"$'\t'
  await PROBE:END
  # What completion itself complains of is no offer.
  print -r -- ${buffer//$'\r'/} | grep -E '^_[a-z_-]+:[0-9]*:? '
  print -r -- ${(f)${buffer//$'\r'/}} | grep -o 'OFFER:[^:]*:' | sed 's/^OFFER:\(.*\):$/\1/' | sort -u
  print END
done
