#!/usr/bin/env bash
# Switches off one mend after another and sees that a test fails for it. Works on a copy, so that the checkout stays as it is.
# Reads tests/mutations.tsv: name, file, text to find, text to put there, filter of the tests of which one must fail.
#   NAME…    only these
# Prints one line each and at the end "N killed, N survived"; exits 1 when one survived or could not be made.
set -u -o pipefail
cd "$(dirname "$0")/.." || exit 1
root=$PWD
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

git ls-files -z | tar --null -T - -cf - | tar -xf - -C "$work" || exit 1
mkdir -p "$work/src/ReferralHub.Server/wwwroot"
[ -d src/ReferralHub.Server/wwwroot/lib ] && cp -r src/ReferralHub.Server/wwwroot/lib "$work/src/ReferralHub.Server/wwwroot/"
cd "$work" || exit 1
project=tests/ReferralHub.Tests
dotnet build "$project" -c Debug -v q -p:RunAnalyzers=false >build.txt 2>&1 || { echo "The unchanged copy does not build:" >&2; tail -n 20 build.txt >&2; exit 1; }

killed=0 survived=0
while IFS=$'\t' read -r name file find put filter; do
  case "$name" in '' | '#'* | name) continue ;; esac
  if [ $# -gt 0 ] && ! printf '%s\n' "$@" | grep -qxF -- "$name"; then continue; fi
  cp "$file" "$work/original" || { survived=$((survived + 1)); continue; }
  if ! node -e '
      const fs = require("fs"); let [file, find, put] = process.argv.slice(1);
      find = find.replaceAll("@TAB@", "\t"); put = put.replaceAll("@TAB@", "\t");
      const text = fs.readFileSync(file, "utf8");
      if (text.split(find).length !== 2) process.exit(1);
      fs.writeFileSync(file, text.split(find).join(put));' "$file" "$find" "$put"; then
    echo "not made   $name: the text does not stand in $file exactly once"
    survived=$((survived + 1))
    continue
  fi
  if ! dotnet build "$project" -c Debug -v q --no-restore -p:RunAnalyzers=false >build.txt 2>&1; then
    echo "not built  $name"
    grep -m 3 'error' build.txt
    survived=$((survived + 1))
  elif dotnet test "$project" -c Debug --no-build --filter "$filter" >test.txt 2>&1; then
    echo "SURVIVED   $name ($filter)"
    survived=$((survived + 1))
  elif grep -q 'Failed ' test.txt; then
    echo "killed     $name by $(grep -m 1 -oE 'Failed [A-Za-z0-9_.]+' test.txt | sed 's/.*\.//')"
    killed=$((killed + 1))
  else
    echo "no test    $name: nothing ran for $filter"
    survived=$((survived + 1))
  fi
  cp "$work/original" "$file"
done <"$root/tests/mutations.tsv"
echo "$killed killed, $survived survived"
[ "$survived" -eq 0 ]
