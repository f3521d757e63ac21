#!/bin/sh
# Removes ergobreak from this Mac, for everybody. Run it as root, from Jamf or by hand. What belongs to the persons stays
# in ~/Library/Application Support/ergobreak; "ergobreak forget" takes that away, and only the person can run it.
set -eu
if [ "$(id -u)" -ne 0 ]; then
    echo "uninstall.sh has to be run as root." >&2
    exit 1
fi
who="$(/usr/bin/stat -f %Su /dev/console 2>/dev/null || echo root)"
if [ "$who" != root ] && [ -n "$who" ]; then
    id="$(/usr/bin/id -u "$who")"
    program=/Applications/ergobreak.app/Contents/MacOS/ergobreak
    /bin/launchctl bootout "gui/$id/io.github.ergobreak.login" 2>/dev/null || true
    [ ! -x "$program" ] || /bin/launchctl asuser "$id" /usr/bin/sudo -u "$who" "$program" quit >/dev/null 2>&1 || true
fi
rm -f /Library/LaunchAgents/io.github.ergobreak.login.plist
rm -rf /Applications/ergobreak.app
for package in io.github.ergobreak.app io.github.ergobreak.login; do
    /usr/sbin/pkgutil --forget "$package" >/dev/null 2>&1 || true
done
