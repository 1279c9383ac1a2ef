# Of the system that the scanner runs on: its keyring, its cameras.

keyring = What opens the key
keyring-no = A password
keyring-yes = This system's keyring
keyring-no-hint = The key is kept in an encrypted file. Whoever sits here must know the password to use it.
keyring-yes-hint = The key is kept in an encrypted file, which the system's keyring opens, so that no password is asked here. Whoever is logged in to this computer as you can use the key: let its screen lock itself.
keyring-asking = Asking the system's keyring…
keyring-locked = The key is locked. The system's keyring opens it; the system may ask for a password of its own.
keyring-missing = This system has no keyring, or it does not run. Choose a password instead; or log in to the desktop, then try again.
keyring-silent = The system's keyring did not answer within a minute. Look for a window in which it asks for its password, then try again; for a new key, you may choose a password instead.
keyring-refused = The system's keyring stayed locked, or refused. Unlock it and try again; for a new key, you may choose a password instead.
keyring-lost = The system's keyring no longer holds what opens this key. Remove the key here, then enter its secret words again.

camera-none = No camera was found on this computer. Connect one and open it again; or open a picture, or type the code.
camera-forbidden = The system does not let this program use the camera. Allow it in the system's settings, then open the camera again.
camera-other = Other camera
