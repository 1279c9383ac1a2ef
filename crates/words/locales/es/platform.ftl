# Del sistema en el que funciona el escáner: su llavero, sus cámaras.

keyring = Qué abre la clave
keyring-no = Una contraseña
keyring-yes = El llavero de este sistema
keyring-no-hint = La clave se guarda en un archivo cifrado. Quien quiera usarla aquí debe conocer la contraseña.
keyring-yes-hint = La clave se guarda en un archivo cifrado que abre el llavero del sistema, así que aquí no se pide contraseña. Quien haya iniciado sesión en este equipo con su usuario puede usar la clave: haga que la pantalla se bloquee sola.
keyring-asking = Preguntando al llavero del sistema…
keyring-locked = La clave está bloqueada. La abre el llavero del sistema; puede que el sistema pida su propia contraseña.
keyring-missing = Este sistema no tiene llavero, o no está en marcha. Elija una contraseña en su lugar; o inicie sesión en el escritorio y vuelva a intentarlo.
keyring-silent = El llavero del sistema no respondió en un minuto. Busque una ventana en la que pida su contraseña y vuelva a intentarlo; para una clave nueva puede elegir una contraseña en su lugar.
keyring-refused = El llavero del sistema siguió bloqueado o se negó. Desbloquéelo y vuelva a intentarlo; para una clave nueva puede elegir una contraseña en su lugar.
keyring-lost = El llavero del sistema ya no guarda lo que abre esta clave. Quite la clave aquí y vuelva a introducir sus palabras secretas.

camera-none = No se encontró ninguna cámara en este equipo. Conecte una y vuelva a abrirla; o abra una imagen, o escriba el código.
camera-forbidden = El sistema no permite que este programa use la cámara. Permítalo en los ajustes del sistema y vuelva a abrir la cámara.
camera-other = Otra cámara
