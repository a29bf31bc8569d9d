# bash completion for checker

_checker()
{
    local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD - 1]}
    COMPREPLY=()
    case $before in
    --strategy) COMPREPLY=($(compgen -W 'bfs dfs bounded random pct pos dpor stateful' -- "$word")) ; return ;;
    --store) COMPREPLY=($(compgen -W 'exact compact hash64 hash48 hash40 bitstate' -- "$word")) ; return ;;
    --on-full) COMPREPLY=($(compgen -W 'stop compact bitstate' -- "$word")) ; return ;;
    --format) COMPREPLY=($(compgen -W 'text json junit tap sarif github itf json-schema' -- "$word")) ; return ;;
    --progress | --color) COMPREPLY=($(compgen -W 'auto always never' -- "$word")) ; return ;;
    --on) COMPREPLY=($(compgen -W 'model runtime' -- "$word")) ; return ;;
    --subject | --scenario | --output | -o) COMPREPLY=($(compgen -f -- "$word")) ; return ;;
    --trace-dir | --checkpoint | --spill) COMPREPLY=($(compgen -d -- "$word")) ; return ;;
    --variant | --against | --parameter | --set | --seed | --runs | --change-points | --port) return ;;
    --hash-functions | --swarm | --workers | --jobs | --early-timeouts | --max-executions | --step | --times) return ;;
    --max-depth | --max-preemptions | --max-delays | --max-states | --max-memory) return ;;
    --time-limit | --checkpoint-every) return ;;
    esac
    if [[ $word == -* ]]; then
        COMPREPLY=($(compgen -W '--variant --subject --parameter --scenario --on --times --strategy --workers --jobs --store --hash-functions --swarm --no-por --no-sleep-sets --no-symmetry --seed --runs --change-points --web --port --plain-steps --no-races --keep-going --census --early-timeouts --max-executions --max-depth --max-preemptions --max-states --max-memory --spill --on-full --time-limit --checkpoint --checkpoint-every --explain-reductions --no-minimise --against --debug --step --trace-dir --output --force --format --stats --progress --color --quiet --verbose --version --help --statuses --ascii --max-delays --set --all --write-baseline --strict --run-programs' -- "$word"))
    else
        COMPREPLY=($(compgen -f -- "$word"))
        ((COMP_CWORD == 1)) && COMPREPLY+=($(compgen -W 'resume replay minimise explain explore list live draw graph conform odds diff ablate' -- "$word"))
    fi
}
complete -o filenames -F _checker checker
