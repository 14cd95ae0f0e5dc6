#!/usr/bin/env bash
# Runs every test. Installs what the live tests need from Debian (PostgreSQL, RabbitMQ, Chromium, ClamAV, testssl.sh; podman for the containers) when it
# may; what is missing shows as skipped, by name. Servers run on loopback ports of their own and are ended by process id; nothing
# outlives this script.
#   --require-live            a live test that cannot run is a failure
#   --format                  checks the format as well (dotnet csharpier check), and counts it as a test
#   --quick                   leaves out the live tests (processes, brokers, browser, containers)
#   --nightly                 adds what takes long: 10,000 simulated seeds, the books of five hundred simulated months, twenty repeats of the kill matrix, twenty power losses
#   --services-only COMMAND…  starts a PostgreSQL and a RabbitMQ, exports the settings that point the hub at them, runs the
#                             command, stops them; exits as the command did
set -u -o pipefail
# A shell that starts this in the background has Ctrl-C ignored, by whatever is started here as well; some tests send it.
if [ -r /proc/self/status ] && (($(awk '/^SigIgn/ { print "0x" $2 }' /proc/$$/status) & 2)); then exec env --default-signal=INT bash "$0" "$@"; fi
cd "$(dirname "$0")/.." || exit 1
root=$PWD

require_live=0 format=0 quick=0 nightly=0 command=()
while [ $# -gt 0 ]; do
  case "$1" in
    --require-live) require_live=1 ;;
    --format) format=1 ;;
    --quick) quick=1 ;;
    --nightly) nightly=1 ;;
    --services-only)
      shift
      command=("$@")
      [ ${#command[@]} -gt 0 ] || { echo "tests/run.sh: --services-only needs a command" >&2; exit 1; }
      break ;;
    *) echo "tests/run.sh: unknown argument $1 (known: --require-live, --format, --quick, --nightly, --services-only COMMAND…)" >&2; exit 1 ;;
  esac
  shift
done

installed() { [ -x /usr/bin/chromium ] && [ -d /usr/lib/postgresql ] && [ -x /usr/lib/rabbitmq/bin/rabbitmq-server ]; }

install_packages() {
  installed && [ -x /usr/sbin/clamd ] && [ -x /usr/bin/testssl ] && return 0
  command -v apt-get >/dev/null 2>&1 || { installed; return; }
  local sudo=""
  if [ "$(id -u)" -ne 0 ]; then
    command -v sudo >/dev/null 2>&1 && sudo -n true 2>/dev/null || { installed; return; }
    sudo="sudo -n"
  fi
  echo "Installing PostgreSQL, RabbitMQ, Chromium, ClamAV and testssl.sh for the live tests"
  # The packages would start servers of their own; these two files keep them from it, and are taken away again.
  local policy=/usr/sbin/policy-rc.d made=0
  if [ ! -e "$policy" ]; then
    made=1
    printf '#!/bin/sh\nexit 101\n' | $sudo tee "$policy" >/dev/null && $sudo chmod +x "$policy"
  fi
  $sudo mkdir -p /etc/postgresql-common
  [ -e /etc/postgresql-common/createcluster.conf ] || echo "create_main_cluster = false" | $sudo tee /etc/postgresql-common/createcluster.conf >/dev/null
  { $sudo apt-get update -q && $sudo env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends chromium fonts-liberation postgresql rabbitmq-server; } >/dev/null 2>&1
  # Without these one test is skipped, by name.
  $sudo env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends testssl.sh openssl iproute2 bsdextrautils >/dev/null 2>&1
  # Without it only its own tests are skipped.
  $sudo env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends clamav-daemon >/dev/null 2>&1
  [ "$made" -eq 1 ] && $sudo rm -f "$policy"
  installed
}

# ---- servers

work=$(mktemp -d)
chmod 755 "$work"
pids=() rabbitmq_port=""

end_family() { # PID: it and all that it started; children first, or they would be left to nobody
  local all=$1 more=$1
  while more=$(pgrep -P "$(echo $more | tr ' ' ,)" | tr '\n' ' '); [ -n "${more// /}" ]; do all="$more $all"; done
  kill -9 $all 2>/dev/null
  wait "$1" 2>/dev/null
}

stop_servers() {
  local pid
  for pid in "${pids[@]}"; do end_family "$pid"; done
  pids=()
  [ -n "$rabbitmq_port" ] && bash "$root/tests/services/rabbitmq.sh" "$work/rabbitmq" "$rabbitmq_port" end
  rabbitmq_port=""
}

containing="" # the process that has containers, while it runs
leave() {
  [ -n "$containing" ] && end_family "$containing"
  stop_servers
  # What an engine that was ended in the middle has mounted.
  awk -v at="$work/" 'index($2, at) == 1 { print $2 }' /proc/mounts | sort -r | xargs -r umount
  rm -rf "$work"
}
trap leave EXIT
trap 'exit 130' INT TERM

free_port() {
  local port
  while :; do
    port=$((20000 + RANDOM % 12000))
    for near in $port $((port + 1)) $((port + 2)); do
      (exec 3<>"/dev/tcp/127.0.0.1/$near") 2>/dev/null && continue 2
    done
    echo "$port"
    return
  done
}

await() { # PORT SECONDS
  for _ in $(seq $(($2 * 5))); do
    (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null && return 0
    sleep 0.2
  done
  return 1
}

start_postgresql() {
  postgresql_port=$(free_port)
  bash "$root/tests/services/postgresql.sh" "$work/postgresql" "$postgresql_port" >"$work/postgresql.log" 2>&1 &
  pids+=($!)
  await "$postgresql_port" 60 || { echo "PostgreSQL did not start:" >&2; tail -n 20 "$work/postgresql.log" >&2; return 1; }
  # The port answers a moment before the server takes sessions.
  for _ in $(seq 50); do
    if command -v pg_isready >/dev/null && ! pg_isready -q -h 127.0.0.1 -p "$postgresql_port"; then sleep 0.2; else break; fi
  done
}

start_rabbitmq() {
  rabbitmq_port=$(free_port)
  bash "$root/tests/services/rabbitmq.sh" "$work/rabbitmq" "$rabbitmq_port" >"$work/rabbitmq.log" 2>&1 &
  pids+=($!)
  await "$rabbitmq_port" 90 || { echo "RabbitMQ did not start:" >&2; tail -n 20 "$work/rabbitmq.log" >&2; return 1; }
}

if [ ${#command[@]} -gt 0 ]; then
  install_packages >&2 || { echo "PostgreSQL and RabbitMQ are not here and cannot be installed." >&2; exit 1; }
  start_postgresql && start_rabbitmq || exit 1
  export ReferralHub__Database__Provider=PostgreSql
  export ReferralHub__Database__ConnectionString="Host=127.0.0.1;Port=$postgresql_port;Username=postgres;Database=referralhub"
  export ReferralHub__Transport__Kind=RabbitMq
  export ReferralHub__Transport__Uri="amqp://guest:guest@127.0.0.1:$rabbitmq_port"
  createdb -h 127.0.0.1 -p "$postgresql_port" -U postgres referralhub || exit 1
  "${command[@]}"
  exit $?
fi

# ---- tests

live=0
if [ "$quick" -eq 0 ]; then
  if install_packages; then live=1; else
    echo "PostgreSQL, RabbitMQ or Chromium is not here and cannot be installed: tests that need it are skipped."
    if [ "$require_live" -eq 1 ]; then echo "0 passed, 1 failed"; exit 1; fi
  fi
fi
if [ "$nightly" -eq 1 ]; then
  export REFERRALHUB_TEST_SEEDS=10000 REFERRALHUB_TEST_KILL_REPEATS=20 REFERRALHUB_TEST_NIGHTLY=1
fi

export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
echo "Building"
# As it is shipped.
if ! dotnet build ReferralHub.sln -c Release -v quiet; then
  echo "The build failed."
  echo "0 passed, 1 failed"
  exit 1
fi

passed=0 failed=0 skipped=0
export REFERRALHUB_TEST_SUMMARY="$work/summary.txt"

if [ "$format" -eq 1 ]; then
  echo "Checking the format"
  if dotnet tool restore >"$work/format.txt" 2>&1 && dotnet csharpier check . >>"$work/format.txt" 2>&1; then passed=$((passed + 1)); else
    cat "$work/format.txt"
    echo "The code is not formatted: run dotnet csharpier format ."
    failed=$((failed + 1))
  fi
fi

# The failed tests of a run and the first line of what each said: told again at the end, where nobody has to look for them.
failures() { # NAME TRX
  awk -v suite="$1" '
    /<UnitTestResult / { name = ""; if (/outcome="Failed"/ && match($0, /testName="[^"]*"/)) name = substr($0, RSTART + 10, RLENGTH - 11) }
    name != "" && /<Message>/ { sub(/.*<Message>/, ""); sub(/<\/Message>.*/, ""); print "Failed: " name " (" suite "): " substr($0, 1, 300); name = "" }' "$2"
}

# Leaves what it counted in a file, so that two can run at once.
under=() # what a run is started by, if by anything
run() { # NAME PROJECT [ARGUMENTS…]
  local name=$1 project=$2
  shift 2
  echo "Running $name"
  "${under[@]}" dotnet test "tests/$project/bin/Release/net10.0/$project.dll" --nologo --results-directory "$work" --logger "trx;LogFileName=$name.trx" --logger "console;verbosity=minimal" "$@"
  local code=$? trx="$work/$name.trx" counters not_run
  if [ ! -f "$trx" ] && [ ${#under[@]} -gt 0 ] && [ "$code" -eq 3 ]; then
    echo "Skipped: $name (no container engine answers, and none may be made here: the product's image, Compose, servers in containers)"
    echo "0 0 1" >"$work/$name.count"
    return
  fi
  if [ ! -f "$trx" ]; then
    echo "$name gave no result (exit code $code)."
    echo "0 1 0" >"$work/$name.count"
    return
  fi

  counters=$(grep -o '<Counters [^>]*>' "$trx" | head -n 1)
  value() { printf '%s' "$counters" | grep -o " $1=\"[0-9]*\"" | grep -o '[0-9]*'; }
  not_run=$(($(value total) - $(value executed)))
  local wrong
  wrong=$(value failed)
  grep -o '<UnitTestResult [^>]*outcome="NotExecuted"[^>]*>' "$trx" | grep -o 'testName="[^"]*"' | sed "s/testName=\"\(.*\)\"/Skipped: \1 ($name)/"
  [ "$wrong" -eq 0 ] || failures "$name" "$trx" >>"$work/$name.failed"
  if [ "$code" -ne 0 ] && [ "$wrong" -eq 0 ]; then
    echo "$name ended with exit code $code."
    echo "Failed: $name (ended with exit code $code)" >>"$work/$name.failed"
    wrong=1
  fi
  echo "$(value passed) $wrong $not_run" >"$work/$name.count"
}

count() { # adds up what the runs left
  local file one two three
  for file in "$work"/*.count; do
    [ -f "$file" ] || continue
    read -r one two three <"$file"
    passed=$((passed + one)) failed=$((failed + two)) skipped=$((skipped + three))
    rm -f "$file"
  done
}

# In containers: the product's image, Compose, and the live tests that can have their servers there. It waits for much of its time, so it
# runs beside what does not look at the clock.
if [ "$quick" -eq 0 ]; then
  (under=(env TMPDIR="$work" bash tests/services/containers.sh) && run ReferralHub.LiveTests-containers ReferralHub.LiveTests --filter "FullyQualifiedName~.Containers.|FullyQualifiedName~RabbitMqTests|FullyQualifiedName~LockHeld|FullyQualifiedName~ServerGone") >"$work/containers.txt" 2>&1 &
  containing=$!
fi

if command -v npm >/dev/null 2>&1 && (cd tools/r4-schema && npm ci --silent --no-audit --no-fund) >/dev/null 2>&1; then
  echo "Checking the schema table against the definitions"
  if (cd tools/r4-schema && npm run --silent check); then passed=$((passed + 1)); else failed=$((failed + 1)); fi
else
  echo "Skipped: schema table against the definitions (npm or its packages are not to be had)"
fi
if command -v npm >/dev/null 2>&1 && (cd tests/interop && npm ci --silent --ignore-scripts --no-audit --no-fund) >/dev/null 2>&1; then
  echo "Running interop"
  (cd tests/interop && TMPDIR="$work" node run.mjs "$root/src/ReferralHub.Server/bin/Release/net10.0/referralhub.dll") >"$work/interop.txt" 2>&1
  cat "$work/interop.txt"
  # Its last line says how many of its checks held.
  result=$(tail -n 1 "$work/interop.txt")
  if [[ $result =~ ^Interop:\ ([0-9]+)\ passed,\ ([0-9]+)\ failed$ ]]; then
    passed=$((passed + BASH_REMATCH[1]))
    failed=$((failed + BASH_REMATCH[2]))
    grep '^FAILED ' "$work/interop.txt" | sed 's/^FAILED /Failed: interop: /' >"$work/interop.failed"
  else
    echo "Interop gave no result."
    failed=$((failed + 1))
  fi
else
  echo "Skipped: interop with clients and validators of others (npm or its packages are not to be had)"
fi
# The identity provider of the browser's tests; without it they show as skipped.
command -v npm >/dev/null 2>&1 && (cd tests/identity-provider && npm ci --silent --ignore-scripts --no-audit --no-fund) >/dev/null 2>&1
# What the hub gives out in its own tests is kept, for other validators to judge it at the end.
export REFERRALHUB_TEST_EMITTED="$work/emitted"
run ReferralHub.Fhir.Tests ReferralHub.Fhir.Tests --filter "FullyQualifiedName!~WhatTheHubGaveOut"
# Both wait for their disks half of the time, so they run side by side.
if [ "$live" -eq 1 ] && start_postgresql; then
  # The same classes again, on PostgreSQL; the simulator and what needs no database would only be the same.
  (REFERRALHUB_TEST_POSTGRESQL="Host=127.0.0.1;Port=$postgresql_port;Username=postgres" REFERRALHUB_TEST_DATABASE=PostgreSql run ReferralHub.Tests-PostgreSql ReferralHub.Tests --filter "FullyQualifiedName!~Simulation&FullyQualifiedName!~Kernel&FullyQualifiedName!~History") >"$work/postgresql.txt" 2>&1 &
  other=$!
  run ReferralHub.Tests ReferralHub.Tests
  wait "$other"
  cat "$work/postgresql.txt"
  stop_servers
else
  [ "$live" -eq 1 ] && failed=$((failed + 1))
  run ReferralHub.Tests ReferralHub.Tests
fi
run ReferralHub.Fhir.Tests-emitted ReferralHub.Fhir.Tests --filter "FullyQualifiedName~WhatTheHubGaveOut"
if [ -n "${REFERRALHUB_TEST_SQLSERVER:-}" ]; then
  REFERRALHUB_TEST_DATABASE=SqlServer run ReferralHub.Tests-SqlServer ReferralHub.Tests --filter "FullyQualifiedName!~Simulation&FullyQualifiedName!~Kernel&FullyQualifiedName!~History"
else
  echo "Skipped: ReferralHub.Tests on SQL Server (REFERRALHUB_TEST_SQLSERVER names no server)"
fi
if [ -n "$containing" ]; then
  wait "$containing"
  containing=""
  cat "$work/containers.txt"
fi
if [ "$quick" -eq 0 ]; then
  # They wait half of the time as well. The chaos run has the machine to itself, because it says how long things took.
  (run ReferralHub.LiveTests-kills ReferralHub.LiveTests --filter "FullyQualifiedName~KillMatrixTests|FullyQualifiedName~PowerLossTests|FullyQualifiedName~RabbitMqTests|FullyQualifiedName~DatabaseFaultTests") >"$work/kills.txt" 2>&1 &
  other=$!
  run ReferralHub.LiveTests-pages ReferralHub.LiveTests --filter "FullyQualifiedName!~.Containers.&FullyQualifiedName!~ChaosTests&FullyQualifiedName!~KillMatrixTests&FullyQualifiedName!~PowerLossTests&FullyQualifiedName!~RabbitMqTests&FullyQualifiedName!~DatabaseFaultTests"
  wait "$other"
  cat "$work/kills.txt"
  run ReferralHub.LiveTests-chaos ReferralHub.LiveTests --filter "FullyQualifiedName~ChaosTests"
fi
count

[ -s "$REFERRALHUB_TEST_SUMMARY" ] && cat "$REFERRALHUB_TEST_SUMMARY"
[ "$skipped" -gt 0 ] && echo "$skipped skipped (named above)"
cat "$work"/*.failed 2>/dev/null
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
