# bash completion for checker

_checker()
{
    local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD - 1]}
    COMPREPLY=()
    case $before in
    --strategy) COMPREPLY=($(compgen -W 'bfs dfs bounded random pct dpor stateful' -- "$word")) ; return ;;
    --store) COMPREPLY=($(compgen -W 'exact compact hash64 hash48 hash40 bitstate' -- "$word")) ; return ;;
    --format) COMPREPLY=($(compgen -W 'text json junit tap sarif github itf json-schema' -- "$word")) ; return ;;
    --progress | --color) COMPREPLY=($(compgen -W 'auto always never' -- "$word")) ; return ;;
    --subject | --scenario | --output | -o) COMPREPLY=($(compgen -f -- "$word")) ; return ;;
    --trace-dir | --checkpoint) COMPREPLY=($(compgen -d -- "$word")) ; return ;;
    --variant | --parameter | --set | --seed | --runs | --change-points) return ;;
    --hash-functions | --swarm | --workers | --jobs | --early-timeouts | --max-executions | --step) return ;;
    --port) return ;;
    --max-depth | --max-preemptions | --max-states | --max-memory | --time-limit | --checkpoint-every) return ;;
    esac
    if [[ $word == -* ]]; then
        COMPREPLY=($(compgen -W '--variant --subject --parameter --scenario --set --all --write-baseline --strict --strategy --workers --jobs --store --hash-functions --swarm --no-por --no-symmetry --seed --runs --change-points --web --port --plain-steps --no-races --keep-going --census --early-timeouts --max-executions --max-depth --max-preemptions --max-states --max-memory --time-limit --checkpoint --checkpoint-every --explain-reductions --debug --step --trace-dir --output --force --format --stats --progress --color --quiet --verbose --version --help --statuses --ascii' -- "$word"))
    else
        COMPREPLY=($(compgen -f -- "$word"))
        ((COMP_CWORD == 1)) && COMPREPLY+=($(compgen -W 'resume replay odds diff ablate explore list live draw graph' -- "$word"))
    fi
}
complete -o filenames -F _checker checker
