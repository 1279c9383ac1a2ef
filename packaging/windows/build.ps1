# Makes the Windows installer. Usage, from anywhere: packaging\windows\build.ps1 [-Out FOLDER]
# Needs Rust (MSVC) and WiX 5: dotnet tool install --global wix --version 5.0.2
param([string]$Out = "target\packages")
$ErrorActionPreference = "Stop"
$PSNativeCommandUseErrorActionPreference = $true
Set-Location (Resolve-Path "$PSScriptRoot\..\..")

$version = (Select-String -Path Cargo.toml -Pattern '^version = "(.*)"').Matches[0].Groups[1].Value
cargo build --release --locked -p scanner-app -p medtrail-cli --features scanner-app/camera,scanner-app/keyring
$target = if ($env:CARGO_TARGET_DIR) { $env:CARGO_TARGET_DIR } else { "target" }
$built = (Resolve-Path "$target\release").Path

# An icon file is a small table of contents before the picture: one entry, 192 pixels wide, a PNG as it is.
$png = [IO.File]::ReadAllBytes((Resolve-Path "scanner-app\web\icon-192.png").Path)
$ico = New-Object IO.BinaryWriter([IO.File]::Create("$built\medtrail-scanner.ico"))
foreach ($number in 0, 1, 1) { $ico.Write([uint16]$number) }
foreach ($number in 192, 192, 0, 0) { $ico.Write([byte]$number) }
foreach ($number in 1, 32) { $ico.Write([uint16]$number) }
foreach ($number in $png.Length, 22) { $ico.Write([uint32]$number) }
$ico.Write($png)
$ico.Close()

New-Item -ItemType Directory -Force -Path $Out | Out-Null
$package = "$Out\medtrail-scanner_$($version)_x64.msi"
wix build packaging\windows\medtrail.wxs -arch x64 -d "Version=$version" -d "Built=$built" -d "Root=$PWD" -o $package

# Installed without questions, asked for its version, and removed.
$installed = "$env:LOCALAPPDATA\Programs\Medtrail Scanner"
Start-Process msiexec -Wait -ArgumentList "/i", "`"$package`"", "/qn"
& "$installed\medtrail.exe" --version
if (-not (Test-Path "$installed\medtrail-scanner.exe")) { throw "the scanner was not installed" }
Start-Process msiexec -Wait -ArgumentList "/x", "`"$package`"", "/qn"
if (Test-Path "$installed\medtrail.exe") { throw "the package did not go" }
Write-Output "made $package"
