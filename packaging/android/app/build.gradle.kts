plugins {
    id("com.android.application")
}

// The gateway whose scanner this app shows: gradle -PscannerUrl=https://id.example.com/app/ assembleRelease
val scannerUrl = providers.gradleProperty("scannerUrl").get()
require(Regex("https://[A-Za-z0-9.-]+(:[0-9]+)?/[A-Za-z0-9/._-]*").matches(scannerUrl)) {
    "scannerUrl must be an https address: browsers give no camera to others"
}

// The version and the icon are those of the scanner.
val root = rootDir.resolve("../..")
val version = Regex("(?m)^version = \"(.*)\"").find(root.resolve("Cargo.toml").readText())!!.groupValues[1]

val icon = tasks.register<Sync>("icon") {
    from(root.resolve("scanner-app/web/icon-512.png"))
    rename { "icon.png" }
    into(layout.buildDirectory.dir("icon/drawable-nodpi"))
}

android {
    namespace = "example.medtrail.scanner"
    compileSdk = 35
    defaultConfig {
        applicationId = "example.medtrail.scanner"
        minSdk = 26
        targetSdk = 35
        versionName = version
        versionCode = version.split(".").fold(0) { code, part -> code * 1000 + part.toInt() }
        buildConfigField("String", "SCANNER_URL", "\"$scannerUrl\"")
    }
    buildFeatures {
        buildConfig = true
    }
    compileOptions {
        sourceCompatibility = JavaVersion.VERSION_17
        targetCompatibility = JavaVersion.VERSION_17
    }
    sourceSets["main"].res.srcDir(layout.buildDirectory.dir("icon"))
}

tasks.named("preBuild") {
    dependsOn(icon)
}
