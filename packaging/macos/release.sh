#!/bin/bash
# Signs, packs, notarises and staples the bundle that build.py has made. On a Mac with Xcode's command line tools:
#
#   packaging/macos/release.sh BUILT [--dry-run]
#
# BUILT is the folder that build.py wrote. What is needed stands in the environment, never in a file of the project:
#   APP_IDENTITY        "Developer ID Application: ..."   for the bundle
#   INSTALLER_IDENTITY  "Developer ID Installer: ..."     for the package
#   NOTARY_PROFILE      a profile stored with: xcrun notarytool store-credentials
# --dry-run prints each command and runs none; it works on every system.
set -euo pipefail
here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
built="${1:?where build.py has put the bundle}"
dry="${2:-}"

run() {
    if [ "$dry" = --dry-run ]; then
        printf '%q ' "$@"
        printf '\n'
    else
        "$@"
    fi
}

if [ "$dry" = --dry-run ]; then
    : "${APP_IDENTITY:=APP_IDENTITY}" "${INSTALLER_IDENTITY:=INSTALLER_IDENTITY}" "${NOTARY_PROFILE:=NOTARY_PROFILE}"
fi
: "${APP_IDENTITY:?}" "${INSTALLER_IDENTITY:?}" "${NOTARY_PROFILE:?}"
app="$built/root/Applications/ergobreak.app"
[ -d "$app" ] || { echo "There is no $app." >&2; exit 1; }
version="$(sed -n '/CFBundleShortVersionString/{n;s/.*<string>\(.*\)<\/string>.*/\1/p;}' "$app/Contents/Info.plist")"
package="$built/ergobreak-$version.pkg"

# Inside out: libraries first, then the program, then the bundle as a whole. Never --deep, which signs what it guesses.
while IFS= read -r library; do
    run codesign --force --timestamp --options runtime --sign "$APP_IDENTITY" "$app/Contents/Resources/$library"
done < "$built/sign-first.txt"
run codesign --force --timestamp --options runtime --entitlements "$here/entitlements.plist" \
    --sign "$APP_IDENTITY" "$app/Contents/MacOS/ergobreak"
run codesign --force --timestamp --options runtime --entitlements "$here/entitlements.plist" \
    --sign "$APP_IDENTITY" "$app"
run codesign --verify --strict --verbose=2 "$app"

run pkgbuild --root "$built/root" --component-plist "$here/component.plist" --scripts "$here/scripts/app" \
    --identifier io.github.ergobreak.app --version "$version" --install-location / "$built/app.pkg"
run pkgbuild --root "$built/login" --scripts "$here/scripts/login" \
    --identifier io.github.ergobreak.login --version "$version" --install-location / "$built/login.pkg"
run productbuild --distribution "$built/distribution.xml" --package-path "$built" \
    --sign "$INSTALLER_IDENTITY" --timestamp "$package"
run xcrun notarytool submit "$package" --keychain-profile "$NOTARY_PROFILE" --wait
run xcrun stapler staple "$package"
run spctl --assess --type install --verbose=2 "$package"
