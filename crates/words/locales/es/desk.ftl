# Lo que dicen los puestos de trabajo junto al escáner, y el puesto de los envíos.

tab-scan = Escanear
tab-deliveries = Envíos
work-loading = Leyendo el registro…
work-loading-hint = Todo lo que aparece está probado.
work-not-read = No se pudo leer
work-again = Leer de nuevo
work-locked = Su clave está bloqueada: puede consultar, pero no actuar.
work-unlock = Desbloquear
work-no-key = No hay ninguna clave en este dispositivo: puede consultar, pero no actuar.
work-enter-key = Introducir una clave
work-doing = { $told }: en camino al registro…
work-done = ✓ { $told } (definitivo en el bloque { $block }).
work-waits = { $told }: ningún nodo responde. El acto espera en este dispositivo y se envía en cuanto responda uno.
work-motion = { $told }. Aún no está hecho: la moción { $motion } está abierta. Vótela en Consejo; surte efecto cuando estén de acuerdo suficientes miembros.
work-shipment = Es el envío { $shipment }.
work-refused = { $told }: no se ha hecho. { $why }
work-sure = { $told }: ¿es eso lo que quiere?
work-sure-yes = Sí, hacerlo
work-sure-no = No
delivery-scan-case = Escanee el código del bulto o del palé, o escriba su SSCC
delivery-scan-pack = Escanee los envases para contarlos, o escriba sus códigos
delivery-enter = Introducir
delivery-none = No hay nada en camino
delivery-none-hint = Los envíos de su organización y hacia ella figuran aquí hasta que se reciban, se rechacen o se anulen.
delivery-to-me = En camino hacia usted
delivery-from-me = Enviados por usted, en camino
delivery-number = Envío
delivery-with = Socio comercial
delivery-packs = Envases
delivery-age = En camino desde hace
delivery-overdue = { $age }, con retraso
delivery-open = Abrir
delivery-close = Todos los envíos
delivery-title = Envío { $number }
delivery-between = De { $from } a { $to }
delivery-line = GTIN { $gtin } · lote { $lot } · { $packs ->
        [one] { $packs } envase
       *[other] { $packs } envases
    }
delivery-disposal = Esta mercancía vuelve para su eliminación. No se espera que sus envases sean auténticos y estén activos.
delivery-arrived = Contados: { $n }
delivery-missing = Sin contar: { $n }
delivery-excess = No anunciados: { $n }
delivery-bad = No conformes: { $n }
delivery-hint = Reciba entero un envío precintado, o escanee los envases uno a uno para encontrar diferencias.
delivery-hint-counted = Reciba primero lo que ha contado; después rechace el resto o siga contando.
delivery-take-all = Recibir todo
delivery-take-counted = Recibir lo contado
delivery-refuse-missing = Rechazar el resto: falta
delivery-refuse-damaged = Rechazar el resto: dañado
delivery-refuse-suspect = Rechazar el resto: sospechoso
delivery-tell-excess = Notificar lo no anunciado
delivery-excess-first = Notifique primero lo no anunciado: un envío cerrado ya no admite notificaciones.
delivery-excess-some = Notificados como no anunciados: { $n }. Solo faltan por notificar los demás.
delivery-excess-all = Notificados como no anunciados: { $n }. No queda nada por notificar.
delivery-excess-left = Este envío está cerrado y ya no admite notificaciones. Lo que no anunciaba sigue con usted: apártelo y avise a su remitente.
delivery-anew = Empezar a contar de nuevo
delivery-not-clean = Envases no conformes: { $n }. Por eso no se recibe todo sin más: reciba los buenos que están contados y rechace el resto, o empiece a contar de nuevo.
delivery-all-counted = Todo está contado: reciba lo contado.
delivery-cancel = Anular el envío
delivery-pack = Envase
delivery-pack-is = Resultado
delivery-pack-checking = Comprobando…
delivery-pack-good = En este envío
delivery-pack-again = Ya contado
delivery-pack-excess = Envase verdadero, pero no anunciado
delivery-unknown = No hay ningún envío con este código en camino.
delivery-open-first = Abra primero un envío: escanee el código de su bulto o de su palé, o elíjalo abajo.
delivery-no-code = Este no es el código de un envase. No se ha contado nada.
delivery-too-many-gaps = Los envases están en demasiados lugares de su lote para un solo acto. Reciba primero una parte, por ejemplo los envases de un bulto.
purpose-return = Devolución, apta para volver a la venta
purpose-disposal = Mercancía para eliminación
told-dispense = Dispensar el envase { $serial } del lote { $lot }, producto { $gtin }
told-receive-all = Recibir el envío { $shipment }: { $packs ->
        [one] su único envase
       *[other] los { $packs } envases
    }
told-receive-counted = Recibir el envío { $shipment }: { $packs ->
        [one] { $packs } envase contado
       *[other] { $packs } envases contados
    }
told-refuse = Rechazar { $packs ->
        [one] { $packs } envase
       *[other] { $packs } envases
    } del envío { $shipment } { $reason ->
        [missing] por faltar
        [damaged] por estar dañados
        [not-ordered] por no haberse pedido
        [cold-chain] por la cadena de frío
       *[suspect] por ser sospechosos
    }
told-excess = Comunicar { $packs ->
        [one] { $packs } envase no anunciado
       *[other] { $packs } envases no anunciados
    } en el envío { $shipment }
told-cancel = Anular el envío { $shipment }
told-report = Comunicar el envase { $serial } del lote { $lot }, producto { $gtin }
