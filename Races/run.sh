#!/usr/bin/env bash
# Races threads through the hand-written concurrency of the Runtime, and compares what comes of it with what may; then
# shows that the races can be lost: flaws are planted in copies of classes, and the race that a flaw names must notice.
# Takes about a minute and a half on JDK 25; on JDK 17 there are two ways to lock and all takes twice as long. With
# --thorough it goes through every way to compile the code that jcstress knows, which takes a quarter of an hour, and plants
# nothing. Needs Maven, git, a JDK from 17 on and two processors.
set -euo pipefail

cd "$(dirname "${BASH_SOURCE[0]}")/.."
home=$PWD
java="${JAVA_HOME:+$JAVA_HOME/bin/}java"
javac="${JAVA_HOME:+$JAVA_HOME/bin/}javac"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# A virtual machine for each race, which interprets at first, then compiles, and compiles again.
options=(-sc false -jvmArgs -Xmx256m -iters 4 -time 100)
if [[ ${1:-} == --thorough ]]; then
    options=(-m quick)
fi

fail() {
    echo "races: $*" >&2
    exit 1
}

# $1: what comes before the classes as they are; $2: where to report to; $3: the names of the races.
race() {
    # It leaves its results where it is started, whatever it is told.
    (cd "$work" && "$java" -cp "$1$home/Races/target/classes:$class_path" org.openjdk.jcstress.Main \
        "${options[@]}" -f 1 -r "$work" -t "$3" >"$2" 2>&1) || true
    grep -aqF 'RUN RESULTS' "$2" || fail "jcstress has not come to its end: $(tail -n 20 "$2")"
}

all_end_well() {
    local report=$work/races number
    race "" "$report" .
    number=$(sed -nE 's/.*Results: ([0-9]+) planned; ([0-9]+) passed, 0 failed, 0 soft errs, 0 hard errs.*/\1 \2/p' "$report" | tail -n 1)
    [[ -n $number && ${number% *} == "${number#* }" ]] || fail "$(sed -n '/RUN RESULTS/,$p' "$report")"
    echo "${number% *} races, each in a virtual machine of its own, have come to no forbidden end"
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
    race "$planted/classes:" "$planted/races" "$(IFS='|' && echo "${races[*]}")"
    for name in "${races[@]}"; do
        grep -aqE "\[FAILED\] .*\.$name$" "$planted/races" || fail "$folder: $name has not noticed the flaw planted for it"
    done
    echo "${#races[@]} planted flaws noticed, by ${races[*]}"
}

mvn -B -q -pl Races -am process-classes
class_path=$(cat Races/target/class-path)
all_end_well
if [[ ${1:-} != --thorough ]]; then
    for folder in Races/planted/*; do
        flaws_are_noticed "$folder"
    done
fi
