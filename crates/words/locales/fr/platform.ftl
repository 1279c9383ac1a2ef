# Du système sur lequel tourne le scanner : son trousseau, ses caméras.

keyring = Ce qui ouvre la clé
keyring-no = Un mot de passe
keyring-yes = Le trousseau de ce système
keyring-no-hint = La clé est gardée dans un fichier chiffré. Pour s'en servir, il faut connaître le mot de passe.
keyring-yes-hint = La clé est gardée dans un fichier chiffré, que le trousseau du système ouvre : aucun mot de passe n'est demandé ici. Toute personne connectée à cet ordinateur sous votre nom peut se servir de la clé : faites verrouiller l'écran automatiquement.
keyring-asking = Interrogation du trousseau du système…
keyring-locked = La clé est verrouillée. Le trousseau du système l'ouvre ; le système peut demander son propre mot de passe.
keyring-missing = Ce système n'a pas de trousseau, ou il n'est pas en marche. Choisissez plutôt un mot de passe ; ou ouvrez une session sur le bureau, puis réessayez.
keyring-silent = Le trousseau du système n'a pas répondu en une minute. Cherchez une fenêtre où il demande son mot de passe, puis réessayez ; pour une nouvelle clé, vous pouvez choisir plutôt un mot de passe.
keyring-refused = Le trousseau du système est resté verrouillé, ou a refusé. Déverrouillez-le et réessayez ; pour une nouvelle clé, vous pouvez choisir plutôt un mot de passe.
keyring-lost = Le trousseau du système ne contient plus ce qui ouvre cette clé. Retirez la clé ici, puis saisissez à nouveau ses mots secrets.

camera-none = Aucune caméra n'a été trouvée sur cet ordinateur. Branchez-en une et rouvrez-la ; ou ouvrez une image, ou saisissez le code.
camera-forbidden = Le système n'autorise pas ce programme à utiliser la caméra. Autorisez-le dans les réglages du système, puis rouvrez la caméra.
camera-other = Autre caméra
