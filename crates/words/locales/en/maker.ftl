# What the manufacturer's desks say.

tab-products = Products
tab-batches = Batches
maker-open = Open
maker-status = Status
maker-gtin = GTIN
maker-withdrawn = Withdrawn
maker-recalled = Recalled, class { $class }
maker-off = Recall or withdraw
maker-progress = { $step }: { $done } of { $of ->
        [one] { $of } pack
       *[other] { $of } packs
    }
maker-stop = Stop
maker-step-reading = Preparing
maker-step-hashing = Hashing the packs
maker-step-writing = Writing the list of packs
maker-step-printing = Drawing labels
product-none = No products yet
product-none-hint = Register a product first. Batches are made of registered products.
product-new = New product
product-all = All products
product-name = Name
product-name-hint = Name, strength and form.
product-authorisation = Marketing authorisation number
product-markets = Countries
product-markets-hint = Where it is authorised: codes of two letters, such as DE, FR.
product-markets-bad = Write codes of two letters, with commas between them.
product-storage = Storage
storage-ambient = No special conditions
storage-refrigerated = 2 to 8 °C
storage-room = 20 to 25 °C
product-marketed = On the market
product-register = Register
product-gtin-hint = 8, 12, 13 or 14 digits. The last one is the check digit.
product-gtin-good = The check digit is right.
product-gtin-digits = A GTIN has digits only.
product-gtin-whole = With its check digit it would be { $gtin }.
product-gtin-check = The check digit does not fit. After these digits it would be { $digit }. Compare with the printed number.
product-recall = Recall every lot
product-withdraw = Withdraw the product
product-off-hint = A recall needs a class. Neither recall nor withdrawal can ever be undone.
class-1 = I: danger to life or serious risk to health
class-2 = II: may cause illness
class-3 = III: no significant hazard
batch-none = No batches yet
batch-none-hint = A new batch takes a list of serials, or makes random ones.
batch-no-product = Register a product first.
batch-new = New batch
batch-all = All batches
batch-find = Find a lot, product or GTIN
batch-shown = Shown: { $shown } of { $all }
batch-lot = Lot
batch-lot-hint = As printed on the packs: 1 to 20 characters.
batch-lot-bad = A lot has 1 to 20 letters, digits or signs, without spaces.
batch-expiry = Expiry
batch-expiry-hint = 2027-12-31, 2027-12 for the end of the month, or as printed: 271200.
batch-expiry-bad = This is no date.
batch-product = Product
batch-packs = Packs
batch-packs-bad = Write a number of packs.
batch-serials = Serials
batch-serials-hint = In packing order. A text file with one serial a line, or a CSV file with a column named serial.
batch-choose-serials = Choose a file…
batch-file = { $file }: { $packs ->
        [one] { $packs } serial
       *[other] { $packs } serials
    }, from { $first } to { $last }
batch-random = Or a number of random serials
batch-random-hint = At most 4194304.
batch-random-instead = Random serials instead
batch-folder = Secret folder
batch-folder-hint = A folder of the batch is made below this one. It holds the serials and what proves them: keep it secret, and keep a copy.
batch-choose-folder = Choose a folder…
batch-prepared = The batch is written in { $folder }. It only has to be registered.
batch-register = Register the batch
batch-lacks = To register it, choose a product and give a lot, an expiry, and serials or how many.
batch-title = Lot { $lot }
batch-registered = Registered, not released
batch-released = Released
batch-part-recalled = Released, partly recalled
batch-range-recalled = Packs { $first } to { $last }: recalled, class { $class }
batch-release = Release for sale
batch-release-hint = By the qualified person. Choose the quality certificate: only its digest goes to the ledger.
batch-released-already = It was released already, or is off the market.
batch-choose-certificate = Choose the certificate…
batch-labels = Labels
batch-labels-hint = A PDF file, drawn from the secret folder. Print it in its own size.
batch-range = Packs
batch-range-hint = All, if nothing is written. One place such as 17, or a range such as 0-499, counted from 0.
batch-range-bad = The batch has no such packs.
batch-sheet = Sheet
batch-sheet-hint = Paper, columns and rows. Small labels, 3x8 and 3x10, leave the proof out of the code.
batch-resolver = Address in the code
batch-print = Save as PDF…
batch-printed = ✓ Labels: { $labels }, pages: { $pages }, in { $file }
batch-recall = Recall
batch-withdraw = Withdraw the batch
batch-off-hint = A recall needs a class. A withdrawal always means the whole batch. Neither can ever be undone.
batch-off-already = It is off the market already.
told-register-product = Register product { $gtin }
told-recall-product = Recall every lot of { $name }, class { $class }. It can never be undone
told-withdraw-product = Take { $name } off the market. It can never be undone
told-release = Release lot { $lot } for sale with certificate { $name }
told-register-batch = Register lot { $lot } with { $packs ->
        [one] { $packs } pack
       *[other] { $packs } packs
    }
told-withdraw-batch = Take lot { $lot } off the market. It can never be undone
told-recall-batch = Recall lot { $lot }, class { $class }. It can never be undone
told-recall-packs = Recall packs { $start } to { $end } of lot { $lot }, class { $class }. It can never be undone
