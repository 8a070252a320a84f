#!/usr/bin/env bash
# Runs clients that nobody here wrote, or that share no code with the Runtime, against a started Runtime.
# Wants node with npm, and a C++ compiler. Builds the Runtime if that is needed. Ends within a quarter of an hour.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/../.." && pwd)
work=$(mktemp -d "${TMPDIR:-/tmp}/pushmi-foreign.XXXXXX")
runtime=

end_runtime() {
    [[ -n $runtime ]] || return 0
    kill -TERM "$runtime" 2>/dev/null || true
    for _ in $(seq 100); do
        kill -0 "$runtime" 2>/dev/null || break
        sleep 0.1
    done
    kill -KILL "$runtime" 2>/dev/null || true
    wait "$runtime" 2>/dev/null || true
    runtime=
}

clean_up() {
    end_runtime
    rm -rf "$work"
}
trap clean_up EXIT

fail() {
    echo "foreign clients: $*" >&2
    if [[ -s $work/runtime.err ]]; then
        echo "what the Runtime said last:" >&2
        tail -n 40 "$work/runtime.err" >&2
    fi
    exit 1
}

install() {
    # The native part of one library is compiled against the headers beside node, where they are.
    local prefix
    prefix=$(dirname "$(dirname "$(readlink -f "$(command -v node)")")")
    if [[ -f $prefix/include/node/node.h ]]; then
        export npm_config_nodedir=$prefix
    fi
    (cd "$here/$1" && timeout 240 npm ci --no-progress) || fail "npm ci failed for $1"
}

# Waits for the line in which the Runtime says that it is ready, and where.
start_runtime() {
    local endpoint settings=("DOLITTLE__RUNTIME__STORAGE__PATH=$work/data")
    for endpoint in PUBLIC PRIVATE PRIVATEV5 MANAGEMENT MANAGEMENTWEB WEB METRICS; do
        settings+=("DOLITTLE__RUNTIME__ENDPOINTS__${endpoint}__HOST=127.0.0.1")
        settings+=("DOLITTLE__RUNTIME__ENDPOINTS__${endpoint}__PORT=0")
    done
    cd "$work"
    env "${settings[@]}" "$root/pushmi" run >"$work/runtime.out" 2>"$work/runtime.err" &
    runtime=$!
    cd "$here"
    for _ in $(seq 300); do
        ready=$(grep -m 1 ' is ready: ' "$work/runtime.out" || true)
        [[ -z $ready ]] || return 0
        kill -0 "$runtime" 2>/dev/null || fail "the Runtime ended before it was ready"
        sleep 0.1
    done
    fail "the Runtime was not ready after 30 s"
}

# The port of an endpoint, as the ready line has it: "name host:port".
port_of() {
    local port
    port=$(sed -nE "s/.*[ ,]$1 [^ ,;]*:([0-9]+).*/\1/p" <<<"$ready")
    [[ -n $port ]] || fail "no port of \"$1\" in: $ready"
    echo "$port"
}

run_client() {
    local port
    port=$(port_of "$2")
    echo "== $1 against the endpoint $2"
    timeout 170 node "$here/$1" "127.0.0.1:$port" || fail "$1 failed on the endpoint $2"
}

timeout 480 "$root/pushmi" --version
install javascript-sdk-17
install javascript-text-ids
start_runtime
echo "$ready"
run_client javascript-sdk-17/client.js private
run_client javascript-sdk-17/client.js privateV5
# While all event sources are still Uuids: filters of generation 5 are offered the whole log.
run_client javascript-sdk-17/processing.js privateV5
run_client javascript-text-ids/client.js private
end_runtime
echo "foreign clients: all 4 runs passed"
