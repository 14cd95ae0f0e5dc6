#!/usr/bin/env bash
# Runs every test. Installs what the live tests need (Chromium, from Debian) when it may; what is missing shows as
# skipped, by name. Starts nothing that outlives it.
#   --require-live   a live test that cannot run is a failure
#   --quick          leaves out the live tests (processes, browser)
set -u -o pipefail
cd "$(dirname "$0")/.."

require_live=0 quick=0
for argument in "$@"; do
  case "$argument" in
    --require-live) require_live=1 ;;
    --quick) quick=1 ;;
    *) echo "tests/run.sh: unknown argument $argument (known: --require-live, --quick)" >&2; exit 1 ;;
  esac
done

install_chromium() {
  [ -x /usr/bin/chromium ] && return 0
  command -v apt-get >/dev/null 2>&1 || return 1
  local sudo=""
  if [ "$(id -u)" -ne 0 ]; then
    command -v sudo >/dev/null 2>&1 && sudo -n true 2>/dev/null || return 1
    sudo="sudo -n"
  fi
  echo "Installing Chromium for the browser tests"
  { $sudo apt-get update -q && $sudo env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends chromium fonts-liberation; } >/dev/null 2>&1
  [ -x /usr/bin/chromium ]
}

projects=(ReferralHub.Fhir.Tests ReferralHub.Tests)
if [ "$quick" -eq 0 ]; then
  projects+=(ReferralHub.LiveTests)
  if ! install_chromium; then
    echo "Chromium is not here and cannot be installed: the browser tests are skipped."
    if [ "$require_live" -eq 1 ]; then echo "0 passed, 1 failed"; exit 1; fi
  fi
fi

export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
echo "Building"
if ! dotnet build ReferralHub.sln -v quiet; then
  echo "The build failed."
  echo "0 passed, 1 failed"
  exit 1
fi

passed=0 failed=0 skipped=0
results=$(mktemp -d)
trap 'rm -rf "$results"' EXIT
for project in "${projects[@]}"; do
  echo "Running $project"
  dotnet test "tests/$project" --no-build --nologo --results-directory "$results" --logger "trx;LogFileName=$project.trx" --logger "console;verbosity=quiet"
  code=$?
  trx="$results/$project.trx"
  if [ ! -f "$trx" ]; then
    echo "$project gave no result (exit code $code)."
    failed=$((failed + 1))
    continue
  fi

  counters=$(grep -o '<Counters [^>]*>' "$trx" | head -n 1)
  value() { printf '%s' "$counters" | grep -o " $1=\"[0-9]*\"" | grep -o '[0-9]*'; }
  not_run=$(($(value total) - $(value executed)))
  passed=$((passed + $(value passed)))
  failed=$((failed + $(value failed)))
  skipped=$((skipped + not_run))
  grep -o '<UnitTestResult [^>]*outcome="NotExecuted"[^>]*>' "$trx" | grep -o 'testName="[^"]*"' | sed 's/testName="\(.*\)"/Skipped: \1/'
  if [ "$code" -ne 0 ] && [ "$(value failed)" -eq 0 ]; then
    echo "$project ended with exit code $code."
    failed=$((failed + 1))
  fi
done

[ "$skipped" -gt 0 ] && echo "$skipped skipped (named above)"
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
