# Lo que dicen los veredictos, en español.

headline-genuine = Auténtico
headline-already-dispensed-here = Ya dispensado aquí
headline-already-used-elsewhere = Ya usado en otro lugar
headline-do-not-use = No usar
headline-not-recognised = No reconocido
headline-suspicious = Sospechoso
headline-could-not-check = No se pudo comprobar

duration-seconds = { $n ->
    [one] { $n } segundo
   *[other] { $n } segundos
}
duration-minutes = { $n ->
    [one] { $n } minuto
   *[other] { $n } minutos
}
duration-hours = { $n ->
    [one] { $n } hora
   *[other] { $n } horas
}
duration-days = { $n ->
    [one] { $n } día
   *[other] { $n } días
}
ago-seconds = { $n ->
    [one] hace { $n } segundo
   *[other] hace { $n } segundos
}
ago-minutes = { $n ->
    [one] hace { $n } minuto
   *[other] hace { $n } minutos
}
ago-hours = { $n ->
    [one] hace { $n } hora
   *[other] hace { $n } horas
}
ago-days = { $n ->
    [one] hace { $n } día
   *[other] hace { $n } días
}

as-said = { $said }
unknown-product = Ningún fabricante ha registrado un producto con el GTIN { $gtin }.
unknown-batch = El fabricante de este producto no ha registrado ningún lote { $lot }.
unknown-serial = El número de serie { $serial } y la prueba que lo acompaña no son de ningún envase de este lote.
no-proof = El código no lleva la prueba de su número de serie, y no se preguntó a nadie que la guarde.
no-pack-record = La cadena no dio respuesta sobre este envase en concreto.
expiry-mismatch = La caducidad del envase no es la que el fabricante dio a este lote ({ $expiry }).
expired = Este lote caducó el { $expiry }.
recalled-product = Todos los lotes de este producto están retirados ({ $danger }).
recalled-lot = Este lote está retirado ({ $danger }).
recalled-pack = Este envase está retirado, con otros de su lote ({ $danger }).
recall-class-1 = clase I: peligro de muerte o riesgo grave para la salud
recall-class-2 = clase II: puede dañar la salud
recall-class-3 = clase III: es improbable que dañe la salud
withdrawn-product = Este producto fue retirado del mercado.
withdrawn-lot = Este lote fue retirado del mercado.
not-released = El fabricante no ha liberado este lote para la venta.
cold-chain = En su camino este envase estuvo más caliente o más frío de lo permitido, y el fabricante no lo ha autorizado.
proven-active = El fabricante registró este envase, y está activo.
already-dispensed-here = Su farmacia dispensó este envase.
already-dispensed-elsewhere = Un envase con este código ya fue entregado a un paciente.
already-used-exported = Un envase con este código fue exportado.
already-used-sample = Un envase con este código fue tomado como muestra por una autoridad.
already-used-free-sample = Un envase con este código fue regalado como muestra gratuita.
already-used-repackaged = Un envase con este código fue sacado para reenvasarlo.
stolen = Este envase consta como robado.
destroyed = Este envase consta como destruido.
locked = Este envase está retenido durante una investigación.
quarantined = Este envase está en cuarentena.
unknown-state = El envase está en un estado que este programa no conoce. Actualice el programa.
holder-not-authorised = Según los registros, quien tiene este envase no puede comerciar en este momento.
not-with-pharmacy = Según los registros, este envase todavía no ha llegado a una farmacia.
wrong-custodian = Según los registros, este envase lo tiene otra persona y no va camino de usted.
compare-expiry = El código no lleva caducidad. El fabricante dio a este lote { $expiry }: compárela con el envase.
not-yet-received = El envío con este envase está por recibir: recíbalo antes de hacer nada más.
development-chain = Es una cadena de desarrollo: cualquiera puede hacer sus bloques. Configure el punto de control de la cadena real.
custodian-not-checked = No se comprobó si el envase debe estar con usted: no hay un GLN de su organización configurado.
node-dropped = Un nodo dio una respuesta falsa y ya no se le pregunta: { $node }. Avise a su operador.
anomaly = Nada en el registro habla contra este envase, pero sus escaneos son inusuales: { $reasons }.
anomaly-and = { "; " }
seen-far-away = Según una pasarela, este código se escaneó a unos { $kilometres } km hace unas { $hours } horas: uno de los dos envases sería una copia. No está probado. Compare el envase con otro de su lote antes de entregarlo.
offline = Comprobado sin red con registros de hace { $age }; no se sabe qué ha pasado desde entonces.
clock-behind = El reloj de este aparato va { $minutes } minutos por detrás del de la cadena. Ajústelo y vuelva a escanear.
stale-node = Los datos más recientes de este nodo tienen { $minutes } minutos. Una retirada posterior se pasaría por alto.
stale-snapshot = Los registros disponibles tienen { $age }, y pueden tener { $most } como máximo: una retirada posterior se pasaría por alto. Obtenga una instantánea más reciente, o escanee con red.
may-have-changed = { $finding } Eso fue { $ago }; puede haber cambiado desde entonces.
bad-lot = El lote es más largo de lo que puede ser un lote.
unknown-participant = Ningún participante tiene el GLN { $gln } configurado en este escáner.
scanner-misconfigured = Su escáner está mal configurado; esto no dice nada contra el envase. Parece que { $faults }.
fault-and = { "; y que " }
fault-caps-lock = las mayúsculas y minúsculas están cambiadas: desactive Bloq Mayús
fault-upper-case = todas las letras llegan en mayúsculas: que el escáner conserve las letras
fault-lower-case = todas las letras llegan en minúsculas: que el escáner conserve las letras
fault-german-layout = el escáner escribe para un teclado americano: póngalo en el teclado alemán
fault-french-layout = el escáner escribe para un teclado americano: póngalo en el teclado francés
fault-other-separator = el separador llega como otro carácter: que el escáner envíe FNC1 como GS (ASCII 29)
fault-lost-separator = el separador se pierde: que el escáner envíe FNC1 como GS (ASCII 29)
fault-broken-prefix = el identificador de simbología llega a trozos: actívelo o desactívelo entero
fault-trailing-characters = un carácter sigue al código: que el escáner no envíe sufijo
incomplete-code = Al código le falta: { $missing }. Así no nombra un único envase.
element-gtin = GTIN
element-serial = número de serie
element-lot = lote
not-gs1 = No es un código GS1 válido: { $why } (en el carácter { $at }).
next-incomplete-code = Escanee el código bidimensional junto a la caducidad; el código de barras de un producto no basta.
next-not-gs1 = Compare el código con el envase carácter por carácter, o escanéelo en lugar de escribirlo.

next-genuine-not-received = Reciba primero el envío con este envase.
next-genuine-far-away-pharmacist = Mire el envase de cerca: impresión, precinto, prospecto. Si algo es extraño, apártelo y pregunte al fabricante; si no, dispénselo.
next-genuine-patient = Puede usar este medicamento como se lo recetaron.
next-genuine-pharmacist = Compruebe el precinto del envase y dispénselo.
next-genuine-others = Nada que hacer.
next-already-dispensed-here = Su farmacia ya dispensó este envase. Si aún lo tiene en la mano, averigüe qué paciente recibió qué envase; no lo dispense otra vez.
next-already-used-elsewhere-patient = Si su farmacia le entregó este mismo envase, todo está bien. Si lo obtuvo en otro lugar, no lo use y pregunte a un farmacéutico.
next-already-used-elsewhere-pharmacist = No dispense este envase. Si no lo dispensó su propia farmacia, apártelo y notifíquelo: otro envase con este código se usó en otro lugar.
next-already-used-elsewhere-wholesaler = No envíe este envase. Apártelo y notifíquelo: otro envase con este código se usó en otro lugar.
next-already-used-elsewhere-others = Rastree el envase y averigüe si es el dispensado o una copia de su código.
next-do-not-use-patient = No use este medicamento. Llévelo a una farmacia.
next-do-not-use-trade = Ponga el envase en cuarentena. Siga el aviso de retirada o su procedimiento para el motivo indicado.
next-do-not-use-others = Asegúrese de que el envase se retire.
next-not-recognised-patient = Este envase no coincide con ninguno que su fabricante haya registrado. No lo use; pida a un farmacéutico que lo compruebe.
next-not-recognised-trade = Escanee otra vez, para descartar una mala lectura. Si sigue igual, ponga el envase en cuarentena y notifíquelo a la autoridad y al fabricante.
next-not-recognised-others = Compare el código con los registros del fabricante y abra un caso.
next-suspicious-patient = Lo impreso en este envase, o el lugar donde está, no concuerda con los registros. No lo use; pida a un farmacéutico que lo compruebe.
next-suspicious-trade = Ponga el envase en cuarentena, guarde el embalaje y notifíquelo a la autoridad y al fabricante.
next-suspicious-others = Asegure el envase y abra un caso.
next-could-not-check-patient = Esto no dice nada contra el envase. Escanee el código cuadrado grande e inténtelo más tarde, o pregunte a un farmacéutico.
next-could-not-check-others = Esto no dice nada contra el envase. No lo dispense ni lo envíe por este escaneo; vea el motivo y vuelva a escanear.

gs1-empty = no se escaneó nada: escanee el código otra vez
gs1-too-long = el texto es más largo que cualquier código GS1: escanee un solo código
gs1-unknown-ai = aquí no empieza ningún identificador de aplicación GS1: quizá el código no sea GS1 o se perdió un separador
gs1-missing-value = un identificador de aplicación no tiene valor: el código puede estar cortado
gs1-value-too-short = un valor es más corto de lo que exige su identificador: el código puede estar cortado
gs1-value-too-long = un valor es más largo de lo que permite su identificador: puede haberse perdido un separador
gs1-bad-character = un valor contiene un carácter que su identificador no permite
gs1-bad-check-digit = el dígito de control es incorrecto: escanee otra vez o compare con el número impreso
gs1-bad-company-prefix = la clave no empieza por un prefijo de empresa GS1
gs1-bad-date = la fecha no existe: las fechas son AAMMDD, y el día 00 es el fin de mes
gs1-bad-time = la hora no existe
gs1-not-in-list = el valor no está en la lista a la que remite su identificador
gs1-bad-content = el valor incumple una regla de su identificador
gs1-repeated-ai = un identificador aparece dos veces con valores distintos: pueden haberse mezclado dos códigos
gs1-missing-partner = un identificador aparece sin otro que necesita, como un número de serie sin GTIN
gs1-excluded-partner = aparecen juntos dos identificadores que se excluyen
gs1-bad-brackets = cada identificador debe ir entre paréntesis, como en (01)09506000134352
gs1-bad-uri = la dirección no es una URI http o https bien formada
gs1-no-link-key = la dirección no contiene una clave GS1: no es un GS1 Digital Link
gs1-bad-link-path = los calificadores de clave de este Digital Link son desconocidos o están desordenados
gs1-bad-link-attribute = este identificador no puede estar en la consulta de un Digital Link
gs1-bad-escape = una codificación por porcentaje es incorrecta

node-bad-address = `{ $address }` no es la dirección de un nodo. Indique una como http://127.0.0.1:9944.
node-unreachable = Ningún nodo responde en { $address }: { $cause }. Compruebe que el nodo funciona y que la dirección y la red son correctas, y vuelva a intentarlo.
node-too-slow = { $address } tarda demasiado en responder. Compruebe que el nodo funciona y que la dirección y la red son correctas, y vuelva a intentarlo.
node-timeout = Ningún nodo respondió a tiempo.
node-wrong-chain = { $address } no es un nodo de Medtrail: sirve `{ $chain }`. Indique la dirección de un nodo de la cadena Medtrail.
node-wrong-version = Las transacciones de la cadena tienen la versión { $found }, este programa escribe la versión { $known }. Actualice este programa.
node-error = El nodo rechazó la petición: { $said } ({ $code }). Pruebe otro nodo; si persiste, avise al operador.
node-bad-answer = La respuesta del nodo no tiene sentido: { $what }. Pruebe otro nodo; si persiste, avise al operador.
node-no-block = El nodo no tiene el bloque. Inténtelo en un momento, o con otro nodo.
node-none-honest = Todos los nodos indicados dieron respuestas falsas. Indique la dirección de otro nodo y avise a los operadores.
node-no-finality = El nodo no prueba que su último bloque sea final. Pregunte a un nodo que participe en la finalidad.
clock-set-back = El reloj de este aparato se atrasó. Ajústelo y vuelva a escanear.
node-unproven = La respuesta del nodo no está probada: { $why }. { $next }
proof-too-large = la prueba es mayor que una honesta
proof-incomplete = la prueba no lleva de la raíz de estado del bloque a la clave
proof-undecodable = el valor probado no se puede leer: la cadena puede ser de otra versión
proof-misplaced = los registros del envase no están donde dijo el nodo
proof-bad-votes = los votos por el bloque se contradicen
proof-not-by-set = el bloque no lo finalizaron quienes pueden hacerlo
proof-bad-set = el conjunto de finalizadores no es válido
proof-unknown-change = la cadena cambió sus finalizadores de una forma que este programa no conoce
proof-no-change = el bloque no cambia finalizadores
proof-older = el bloque es más antiguo que uno que se sabe final
proof-fork = también se finalizó otro bloque de la misma altura: la cadena está dividida
proof-other-chain = el bloque es de otra cadena
proof-other-base = la diferencia empieza en otra instantánea
next-node-behind = Espere a que el nodo se ponga al día, o pregunte a otro.
next-chain-split = No se fíe de ningún nodo de esta cadena hasta que sus autoridades digan qué pasó.
next-not-by-set = Asegúrese de que el punto de control es de esta cadena. Si lo es, no se fíe de este nodo y avise a su operador.
next-update-program = Actualice este programa.
next-other-node = No se fíe de este nodo. Pruebe otro y avise a su operador.
checkpoint-unreadable = No es un punto de control de una cadena Medtrail. Indique un archivo hecho por `medtrail checkpoint`.
checkpoint-bad-signature = La firma del punto de control es falsa. No lo use. Obténgalo de nuevo de quien lo publica para esta cadena.
checkpoint-other-publisher = El punto de control no está firmado por el editor indicado. No lo use. Obténgalo de nuevo de quien lo publica para esta cadena.
checkpoint-too-old = El punto de control tiene más de medio año, o es del futuro. Obtenga uno más reciente de quien lo publica para esta cadena.
checkpoint-bad-key = La clave del editor no es una frase secreta. Indique un archivo con una frase secreta.
act-refused-otherwise = Rechazado: { $why }. Nada ha cambiado. Compruebe el acto e inténtelo de nuevo.
act-number-taken = Otro acto de la misma clave llegó antes: { $why }. Nada ha cambiado. Inténtelo cuando otros programas no usen la misma clave.
act-unconfirmed = El acto se envió, pero no se pudo ver su efecto: { $why }. Consulte los envases con `medtrail trace` antes de intentarlo de nuevo.
gateway-denies = La pasarela { $address } dice que la lista del fabricante no tiene ese número de serie. No está probado: puede equivocarse, o el código se leyó mal. No se fíe de este envase hasta preguntar al fabricante.
gateway-knows-nothing = La pasarela { $address } no conoce el código.
gateway-dropped = La pasarela { $address } dio una prueba falsa y ya no se le pregunta. Avise a su operador.
gateway-unreachable = Ninguna pasarela responde en { $address }: { $cause }.
gateway-refused = La pasarela en { $address } se negó: { $said }.
gateway-bad-answer = La respuesta de { $address } no es la de una pasarela.
gateway-no-randomness = El sistema no da números aleatorios.
picture-file = { $path } no se puede leer: { $cause }.
picture-not-one = No es una imagen PNG o JPEG, o está dañada.
picture-too-large = La imagen es demasiado grande: 64 MB y 100 megapíxeles como máximo.
picture-no-code = No se encontró ningún código en la imagen.
picture-several-packs = La imagen muestra los códigos de varios envases.
next-picture-file = Compruebe la ruta y sus permisos.
next-picture-not-one = Elija una foto PNG o JPEG del código del envase.
next-picture-too-large = Haga la foto con menos píxeles, o recórtela.
next-picture-no-code = Repita la foto: el código entero, nítido, sin reflejos, en un tercio de la imagen o más.
next-picture-several-packs = Fotografíe un envase cada vez.
