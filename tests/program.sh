# For tests of the program from outside: . tests/program.sh after setting $checker and $scratch, a folder.

wrong=0

# It has failed; what the program said last is shown.
complain() {
    echo "$1"
    [ ! -f "$scratch/said" ] || cat "$scratch/said"
    wrong=$((wrong + 1))
}

# answers STATUS WORDS ARGUMENT...: with these arguments checker ends so, and these words are in what it says.
answers() {
    wanted=$1 words=$2 status=0
    shift 2
    said=$("$checker" "$@" 2>&1 </dev/null) || status=$?
    printf '%s\n' "$said" >"$scratch/said"
    [ "$status" = "$wanted" ] || complain "checker $*: status $status, not $wanted"
    case $said in
    *"$words"*) ;;
    *) complain "checker $*: no \"$words\" in:" ;;
    esac
}
