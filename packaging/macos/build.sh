#!/usr/bin/env bash
# Makes the scanner's app for macOS, and a disk image of it. Usage, on a Mac: packaging/macos/build.sh [FOLDER]
# Needs Rust and Apple's command line tools. SIGN_AS: the identity to sign with; without one, the app is signed for this Mac alone.
set -euo pipefail
cd "$(dirname "$0")/../.."

target=${CARGO_TARGET_DIR:-target}
out=${1:-$target/packages}
version=$(sed -n 's/^version = "\(.*\)"/\1/p' Cargo.toml | head -n 1)
cargo build --release --locked -p scanner-app -p medtrail-cli --features scanner-app/camera,scanner-app/keyring

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
app="$work/disk/Medtrail Scanner.app"
mkdir -p "$app/Contents/MacOS" "$app/Contents/Resources" "$out"
install -m 755 "$target/release/medtrail-scanner" "$target/release/medtrail" "$app/Contents/MacOS/"
sed "s/@VERSION@/$version/" packaging/macos/Info.plist >"$app/Contents/Info.plist"
plutil -lint "$app/Contents/Info.plist"

# Apple's icons are folders of one picture in many sizes.
icons="$work/medtrail-scanner.iconset"
mkdir "$icons"
for size in 16 32 128 256; do
    sips -z $size $size scanner-app/web/icon-512.png --out "$icons/icon_${size}x$size.png" >/dev/null
    sips -z $((size * 2)) $((size * 2)) scanner-app/web/icon-512.png --out "$icons/icon_${size}x$size@2x.png" >/dev/null
done
iconutil --convert icns --output "$app/Contents/Resources/medtrail-scanner.icns" "$icons"

codesign --force --options runtime --entitlements packaging/macos/entitlements.plist --sign "${SIGN_AS:--}" \
    "$app/Contents/MacOS/medtrail" "$app"
codesign --verify --strict "$app"
"$app/Contents/MacOS/medtrail-scanner" --version

ln -s /Applications "$work/disk/Applications"
image="$out/medtrail-scanner_${version}_$(uname -m).dmg"
hdiutil create -quiet -fs HFS+ -volname "Medtrail Scanner" -srcfolder "$work/disk" -ov "$image"
echo "made $image"
