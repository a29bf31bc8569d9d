# For tests that follow a page of docs/: `page` is its path, `work` a folder.

block() { # language number: the text of that fenced block
    awk -v fence="\`\`\`$1" -v wanted="$2" '
        inside && $0 == "```" { exit }
        inside { print }
        !open && $0 == fence { if (++seen == wanted) inside = 1; else open = 1; next }
        !open && /^```/ { open = 1; next }
        open && $0 == "```" { open = 0 }' "$page"
}
replace_function() { # FUNCTION FILE: what $work/function has takes its place
    awk -v file="$work/function" -v begins="$1" '
        index($0, begins) == 1 { while ((getline line < file) > 0) print line; skip = 1 }
        !skip { print }
        skip && /^}/ { skip = 0 }' "$2" >"$work/next.c"
    mv "$work/next.c" "$2"
}
