# What the manufacturer's desks say.

tab-products = Productos
tab-batches = Lotes
maker-open = Abrir
maker-status = Estado
maker-gtin = GTIN
maker-withdrawn = Retirado del mercado
maker-recalled = Retirada, clase { $class }
maker-off = Retirar por alerta o del mercado
maker-progress = { $step }: { $done } de { $of ->
        [one] { $of } envase
       *[other] { $of } envases
    }
maker-stop = Detener
maker-step-reading = Preparación
maker-step-hashing = Cálculo de los hash de los envases
maker-step-writing = Escritura de la lista de envases
maker-step-printing = Dibujo de las etiquetas
product-none = Todavía no hay productos
product-none-hint = Registre primero un producto. Los lotes son de productos registrados.
product-new = Producto nuevo
product-all = Todos los productos
product-name = Nombre
product-name-hint = Nombre, dosis y forma farmacéutica.
product-authorisation = Número de autorización de comercialización
product-markets = Países
product-markets-hint = Dónde está autorizado: códigos de dos letras, como DE, FR.
product-markets-bad = Escriba códigos de dos letras, separados por comas.
product-storage = Conservación
storage-ambient = Sin condiciones especiales
storage-refrigerated = De 2 a 8 °C
storage-room = De 20 a 25 °C
product-marketed = En el mercado
product-register = Registrar
product-gtin-hint = 8, 12, 13 o 14 dígitos. El último es el dígito de control.
product-gtin-good = El dígito de control es correcto.
product-gtin-digits = Un GTIN solo tiene dígitos.
product-gtin-whole = Con su dígito de control sería { $gtin }.
product-gtin-check = El dígito de control no coincide. Tras estos dígitos sería { $digit }. Compare con el número impreso.
product-recall = Retirar todos los lotes
product-withdraw = Retirar el producto del mercado
product-off-hint = Una retirada por alerta requiere una clase. Ninguna de las dos se puede deshacer jamás.
class-1 = I: peligro de muerte o riesgo grave para la salud
class-2 = II: puede causar enfermedad
class-3 = III: sin peligro significativo
batch-none = Todavía no hay lotes
batch-none-hint = Un lote nuevo toma una lista de números de serie o los crea al azar.
batch-no-product = Registre primero un producto.
batch-new = Lote nuevo
batch-all = Todos los lotes
batch-find = Buscar un lote, producto o GTIN
batch-shown = Mostrados: { $shown } de { $all }
batch-lot = Lote
batch-lot-hint = Como está impreso en los envases: de 1 a 20 caracteres.
batch-lot-bad = Un lote tiene de 1 a 20 letras, dígitos o signos, sin espacios.
batch-expiry = Caducidad
batch-expiry-hint = 2027-12-31, 2027-12 para fin de mes, o como está impreso: 271200.
batch-expiry-bad = Esto no es una fecha.
batch-product = Producto
batch-packs = Envases
batch-packs-bad = Escriba un número de envases.
batch-serials = Números de serie
batch-serials-hint = En orden de envasado. Un archivo de texto con un número por línea, o un CSV con una columna serial.
batch-choose-serials = Elegir un archivo…
batch-file = { $file }: { $packs ->
        [one] { $packs } número de serie
       *[other] { $packs } números de serie
    }, de { $first } a { $last }
batch-random = O una cantidad de números de serie al azar
batch-random-hint = Como máximo 4194304.
batch-random-instead = Mejor al azar
batch-folder = Carpeta secreta
batch-folder-hint = Dentro se crea una carpeta del lote. Contiene los números de serie y lo que los prueba: guárdela en secreto, con una copia.
batch-choose-folder = Elegir una carpeta…
batch-prepared = El lote está en { $folder }. Solo falta registrarlo.
batch-register = Registrar el lote
batch-lacks = Para registrarlo, elija un producto e indique lote, caducidad, y números de serie o cuántos.
batch-title = Lote { $lot }
batch-registered = Registrado, sin liberar
batch-released = Liberado
batch-part-recalled = Liberado, retirado en parte
batch-range-recalled = Envases { $first } a { $last }: retirados, clase { $class }
batch-release = Liberar para la venta
batch-release-hint = Por la persona cualificada. Elija el certificado de calidad: solo su resumen va al registro.
batch-released-already = Ya fue liberado, o ya no está en el mercado.
batch-choose-certificate = Elegir el certificado…
batch-labels = Etiquetas
batch-labels-hint = Un archivo PDF, a partir de la carpeta secreta. Imprímalo a su tamaño real.
batch-range = Envases
batch-range-hint = Todos, si no se escribe nada. Un lugar como 17 o un rango como 0-499, contando desde 0.
batch-range-bad = El lote no tiene esos envases.
batch-sheet = Hoja
batch-sheet-hint = Papel, columnas y filas. Las etiquetas pequeñas, 3x8 y 3x10, omiten la prueba en el código.
batch-resolver = Dirección en el código
batch-print = Guardar como PDF…
batch-printed = ✓ Etiquetas: { $labels }, páginas: { $pages }, en { $file }
batch-recall = Retirar por alerta
batch-withdraw = Retirar el lote del mercado
batch-off-hint = Una retirada por alerta requiere una clase. La del mercado es siempre de todo el lote. Ninguna se puede deshacer.
batch-off-already = Ya no está en el mercado.
told-register-product = Registrar el producto { $gtin }
told-recall-product = Retirar todos los lotes de { $name }, clase { $class }. No se puede deshacer nunca
told-withdraw-product = Sacar { $name } del mercado. No se puede deshacer nunca
told-release = Liberar el lote { $lot } para la venta con el certificado { $name }
told-register-batch = Registrar el lote { $lot } con { $packs ->
        [one] { $packs } envase
       *[other] { $packs } envases
    }
told-withdraw-batch = Sacar el lote { $lot } del mercado. No se puede deshacer nunca
told-recall-batch = Retirar el lote { $lot }, clase { $class }. No se puede deshacer nunca
told-recall-packs = Retirar los envases { $start } a { $end } del lote { $lot }, clase { $class }. No se puede deshacer nunca
