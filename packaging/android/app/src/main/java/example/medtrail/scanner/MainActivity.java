package example.medtrail.scanner;

import android.Manifest;
import android.app.Activity;
import android.content.ActivityNotFoundException;
import android.content.Intent;
import android.content.pm.PackageManager;
import android.net.Uri;
import android.os.Bundle;
import android.view.View;
import android.webkit.PermissionRequest;
import android.webkit.ValueCallback;
import android.webkit.WebChromeClient;
import android.webkit.WebResourceError;
import android.webkit.WebResourceRequest;
import android.webkit.WebSettings;
import android.webkit.WebView;
import android.webkit.WebViewClient;
import android.widget.Button;
import android.widget.FrameLayout;
import android.widget.LinearLayout;
import android.widget.TextView;

/**
 * Shows the scanner that a gateway serves. It gives the camera to that gateway's page alone, opens every other address in the
 * browser, and offers to try again when the gateway cannot be reached.
 */
public final class MainActivity extends Activity {
    private static final Uri SCANNER = Uri.parse(BuildConfig.SCANNER_URL);
    private static final int CAMERA = 1;
    private static final int PICTURE = 2;

    private WebView page;
    private LinearLayout failure;
    private PermissionRequest camera;
    private ValueCallback<Uri[]> picture;

    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        page = new WebView(this);
        WebSettings settings = page.getSettings();
        settings.setJavaScriptEnabled(true);
        // The scanner's settings and history.
        settings.setDomStorageEnabled(true);
        settings.setAllowFileAccess(false);
        settings.setAllowContentAccess(false);
        // The camera's picture moves and verdicts are heard without a touch before.
        settings.setMediaPlaybackRequiresUserGesture(false);
        page.setWebViewClient(new Guide());
        page.setWebChromeClient(new Devices());
        failure = failure();
        FrameLayout all = new FrameLayout(this);
        all.addView(page);
        all.addView(failure);
        all.setFitsSystemWindows(true);
        setContentView(all);
        if (state == null || page.restoreState(state) == null) {
            page.loadUrl(BuildConfig.SCANNER_URL);
        }
    }

    private LinearLayout failure() {
        LinearLayout lines = new LinearLayout(this);
        lines.setOrientation(LinearLayout.VERTICAL);
        int space = Math.round(24 * getResources().getDisplayMetrics().density);
        lines.setPadding(space, space, space, space);
        TextView told = new TextView(this);
        told.setText(getString(R.string.unreachable, SCANNER.getHost()));
        told.setTextSize(18);
        Button again = new Button(this);
        again.setText(R.string.again);
        again.setOnClickListener(pressed -> {
            show(true);
            page.loadUrl(BuildConfig.SCANNER_URL);
        });
        lines.addView(told);
        lines.addView(again);
        lines.setVisibility(View.GONE);
        return lines;
    }

    private void show(boolean reachable) {
        page.setVisibility(reachable ? View.VISIBLE : View.GONE);
        failure.setVisibility(reachable ? View.GONE : View.VISIBLE);
    }

    @Override
    protected void onSaveInstanceState(Bundle state) {
        super.onSaveInstanceState(state);
        page.saveState(state);
    }

    @Override
    protected void onPause() {
        super.onPause();
        page.onPause();
    }

    @Override
    protected void onResume() {
        super.onResume();
        page.onResume();
    }

    @Override
    protected void onDestroy() {
        page.destroy();
        super.onDestroy();
    }

    @Override
    public void onRequestPermissionsResult(int code, String[] permissions, int[] results) {
        if (code != CAMERA || camera == null) {
            return;
        }
        if (results.length > 0 && results[0] == PackageManager.PERMISSION_GRANTED) {
            camera.grant(new String[] {PermissionRequest.RESOURCE_VIDEO_CAPTURE});
        } else {
            camera.deny();
        }
        camera = null;
    }

    @Override
    protected void onActivityResult(int code, int result, Intent data) {
        if (code == PICTURE && picture != null) {
            picture.onReceiveValue(WebChromeClient.FileChooserParams.parseResult(result, data));
            picture = null;
        }
    }

    /** Whether an address is one of the scanner's gateway. */
    private static boolean isOwn(Uri address) {
        return SCANNER.getScheme().equals(address.getScheme())
                && SCANNER.getAuthority().equals(address.getAuthority());
    }

    /** Keeps the scanner in, everything else out. */
    private final class Guide extends WebViewClient {
        @Override
        public boolean shouldOverrideUrlLoading(WebView view, WebResourceRequest request) {
            if (isOwn(request.getUrl())) {
                return false;
            }
            try {
                startActivity(new Intent(Intent.ACTION_VIEW, request.getUrl()));
            } catch (ActivityNotFoundException nobody) {
                // There is no browser; the scanner stays where it is.
            }
            return true;
        }

        @Override
        public void onReceivedError(WebView view, WebResourceRequest request, WebResourceError error) {
            if (request.isForMainFrame()) {
                show(false);
            }
        }
    }

    /** Camera and pictures. */
    private final class Devices extends WebChromeClient {
        @Override
        public void onPermissionRequest(PermissionRequest request) {
            String[] wanted = request.getResources();
            boolean camerasOnly = wanted.length == 1
                    && PermissionRequest.RESOURCE_VIDEO_CAPTURE.equals(wanted[0]);
            if (!camerasOnly || !isOwn(request.getOrigin())) {
                request.deny();
            } else if (checkSelfPermission(Manifest.permission.CAMERA) == PackageManager.PERMISSION_GRANTED) {
                request.grant(wanted);
            } else {
                camera = request;
                requestPermissions(new String[] {Manifest.permission.CAMERA}, CAMERA);
            }
        }

        @Override
        public void onPermissionRequestCanceled(PermissionRequest request) {
            camera = null;
        }

        @Override
        public boolean onShowFileChooser(WebView view, ValueCallback<Uri[]> chosen, FileChooserParams wanted) {
            if (picture != null) {
                picture.onReceiveValue(null);
            }
            picture = chosen;
            try {
                startActivityForResult(wanted.createIntent(), PICTURE);
            } catch (ActivityNotFoundException nobody) {
                picture = null;
                return false;
            }
            return true;
        }
    }
}
