#!/usr/bin/env bash
# Runs a ClamAV daemon of its own in the foreground: clamd.sh FOLDER PORT. Loopback and a socket in FOLDER; its signatures are those
# that lie in FOLDER/signatures, so nothing is fetched. Ends with its process.
set -eu
folder=$1 port=$2
clamd=$(command -v clamd || ls /usr/sbin/clamd 2>/dev/null) || { echo "clamd.sh: ClamAV is not installed" >&2; exit 1; }
mkdir -p "$folder/signatures"
cat >"$folder/clamd.conf" <<END
DatabaseDirectory $folder/signatures
TCPAddr 127.0.0.1
TCPSocket $port
LocalSocket $folder/clamd.ctl
FixStaleSocket yes
TemporaryDirectory $folder
LogFile $folder/clamd.log
PidFile $folder/clamd.pid
StreamMaxLength 1M
AlertExceedsMax yes
Foreground yes
END
exec "$clamd" --config-file="$folder/clamd.conf"
