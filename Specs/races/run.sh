#!/usr/bin/env bash
# Races threads through the hand-written concurrency of the Runtime, and compares what comes of it with what may; then
# shows that the races can be lost: flaws are planted in copies of classes, and the race that a flaw names must notice.
# Takes about two minutes on JDK 25; on JDK 17 there are two ways to lock, and all takes twice as long. With --thorough it
# also goes through the compilers one by one and plants nothing, which takes some ten minutes. Needs Maven, git, a JDK from
# 17 on and two processors.
set -euo pipefail

cd "$(dirname "${BASH_SOURCE[0]}")/../.."
home=$PWD
java="${JAVA_HOME:+$JAVA_HOME/bin/}java"
javac="${JAVA_HOME:+$JAVA_HOME/bin/}javac"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# A window of a nanosecond may stay shut for a while where others keep the processors busy.
readonly attempts=6
# A virtual machine for each race, which interprets at first, then compiles, and compiles again.
options=(-sc false -jvmArgs -Xmx256m -iters 4 -time 100)
if [[ ${1:-} == --thorough ]]; then
    options=(-m quick -sc false)
fi

fail() {
    echo "races: $*" >&2
    exit 1
}

# $1: what comes before the classes as they are; $2: where to report to; $3: the names of the races.
race() {
    # It leaves its results where it is started, whatever it is told.
    (cd "$work" && "$java" -cp "$1$home/Specs/races/target/classes:$class_path" org.openjdk.jcstress.Main \
        "${options[@]}" -f 1 -r "$work" -t "$3" >"$2" 2>&1) || true
    grep -aqF 'RUN RESULTS' "$2" || fail "jcstress has not come to its end: $(tail -n 20 "$2")"
}

all_end_well() {
    local report=$work/races number
    race "" "$report" .
    number=$(sed -nE 's/.*All remaining tests: ([0-9]+) matching.*/\1/p' "$report")
    if ! grep -aqF 'Failed tests: No matches' "$report" || ! grep -aqF 'Error tests: No matches' "$report" || [[ -z $number ]]; then
        fail "$(sed -n '/RUN RESULTS/,$p' "$report")"
    fi
    echo "$number races have come to no end that is forbidden"
}

# Flaws of one folder do not get into each other's way.
flaws_are_noticed() {
    local folder=$1 patch name file
    local planted=$work/$folder races=() files=()
    mkdir -p "$planted/classes"
    for patch in "$folder"/*.patch; do
        file=$(sed -n 's/^+++ b\///p' "$patch")
        races+=("$(sed -n 's/^Found by: //p' "$patch")")
        if [[ ! -f $planted/$file ]]; then
            mkdir -p "$planted/$(dirname "$file")"
            cp "$file" "$planted/$file"
            files+=("$planted/$file")
        fi
        (cd "$planted" && GIT_CEILING_DIRECTORIES=$work git apply "$home/$patch") ||
            fail "$patch no longer fits $file: plant that flaw anew"
    done
    "$javac" -proc:none -nowarn -cp "$class_path" -d "$planted/classes" "${files[@]}"
    local unnoticed=("${races[@]}") still attempt
    for ((attempt = 0; attempt < attempts && ${#unnoticed[@]} > 0; attempt++)); do
        race "$planted/classes:" "$planted/races" "($(IFS='|' && echo "${unnoticed[*]}"))\$"
        still=()
        for name in "${unnoticed[@]}"; do
            grep -aqE "\[FAILED\] .*\.$name$" "$planted/races" || still+=("$name")
        done
        unnoticed=("${still[@]}")
    done
    ((${#unnoticed[@]} == 0)) || fail "$folder: in $attempts attempts no flaw was noticed by ${unnoticed[*]}"
    echo "${#races[@]} planted flaws noticed, by ${races[*]}"
}

mvn -B -q -pl Specs/races -am process-classes
class_path=$(cat Specs/races/target/class-path)
all_end_well
if [[ ${1:-} != --thorough ]]; then
    for folder in Specs/races/planted/*; do
        flaws_are_noticed "$folder"
    done
fi
