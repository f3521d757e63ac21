#!/bin/sh
# Jamf Pro extension attribute (data type: string, input type: script). Prints for the person who is logged in
#   <result>0.1.0 running policy 1a2b3c4d errors 0</result>
# or "not reporting" where there is no status file: ergobreak was never started, or policy has switched the file off.
# Jamf runs it as root; a file that is a link or has another shape is not read.
users="${ERGOBREAK_USERS:-/Users}"
who="${ERGOBREAK_CONSOLE_USER:-$(/usr/bin/stat -f %Su /dev/console 2>/dev/null)}"
file="$users/$who/Library/Application Support/ergobreak/status.json"

field() { # KEY: the value, if it has a harmless shape
    sed -n "s/^ *\"$1\": \"\{0,1\}\([A-Za-z0-9._+-]*\)\"\{0,1\},\{0,1\}\$/\1/p" "$file" | head -n 1
}

if [ -z "$who" ] || [ "$who" = root ] || [ ! -f "$file" ] || [ -L "$file" ]; then
    echo "<result>not reporting</result>"
    exit 0
fi
policy="$(field policy_hash)"
echo "<result>$(field app_version) $(field service) policy ${policy:-none} errors $(field policy_errors)</result>"
