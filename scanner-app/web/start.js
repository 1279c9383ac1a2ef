// Starts the app, and keeps it for times without a network.
import init from "./medtrail-scanner.js";

const failure = document.getElementById("failure");
document.getElementById("close").addEventListener("click", () => {
    document.getElementById("camera").setAttribute("data-close", "");
});
try {
    await init();
} catch (error) {
    // Event loops in browsers leave by an exception that is none.
    if (!String(error).includes("Using exceptions for control flow")) {
        failure.textContent = "The scanner cannot start here: " + error + ". Try another browser, or update this one.";
        failure.hidden = false;
    }
}
document.getElementById("waiting").hidden = true;
if ("serviceWorker" in navigator) {
    navigator.serviceWorker.register("service-worker.js").catch(() => {});
}
