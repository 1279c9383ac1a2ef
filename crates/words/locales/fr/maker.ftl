# What the manufacturer's desks say.

tab-products = Produits
tab-batches = Lots
maker-open = Ouvrir
maker-status = Statut
maker-gtin = GTIN
maker-withdrawn = Retiré du marché
maker-recalled = Rappelé, classe { $class }
maker-off = Rappeler ou retirer du marché
maker-progress = { $step } : { $done ->
        [one] { $done } boîte
       *[other] { $done } boîtes
    } sur { $of }
maker-stop = Arrêter
maker-step-reading = Préparation
maker-step-hashing = Hachage des boîtes
maker-step-writing = Écriture de la liste des boîtes
maker-step-printing = Dessin des étiquettes
product-none = Aucun produit pour l’instant
product-none-hint = Enregistrez d’abord un produit. Un lot appartient à un produit enregistré.
product-new = Nouveau produit
product-all = Tous les produits
product-name = Nom
product-name-hint = Nom, dosage et forme pharmaceutique.
product-authorisation = Numéro d’AMM
product-markets = Pays
product-markets-hint = Où il est autorisé : codes de deux lettres, comme DE, FR.
product-markets-bad = Écrivez des codes de deux lettres, séparés par des virgules.
product-storage = Conservation
storage-ambient = Sans conditions particulières
storage-refrigerated = 2 à 8 °C
storage-room = 20 à 25 °C
product-marketed = Commercialisé
product-register = Enregistrer
product-gtin-hint = 8, 12, 13 ou 14 chiffres. Le dernier est la clé de contrôle.
product-gtin-good = La clé de contrôle est juste.
product-gtin-digits = Un GTIN n’a que des chiffres.
product-gtin-whole = Avec sa clé de contrôle, ce serait { $gtin }.
product-gtin-check = La clé de contrôle ne convient pas. Après ces chiffres, ce serait { $digit }. Comparez avec le numéro imprimé.
product-recall = Rappeler tous les lots
product-withdraw = Retirer le produit du marché
product-off-hint = Un rappel exige une classe. Ni le rappel ni le retrait ne peuvent être annulés.
class-1 = I : danger de mort ou risque grave pour la santé
class-2 = II : peut rendre malade
class-3 = III : pas de danger notable
batch-none = Aucun lot pour l’instant
batch-none-hint = Un nouveau lot prend une liste de numéros de série, ou en crée au hasard.
batch-no-product = Enregistrez d’abord un produit.
batch-new = Nouveau lot
batch-all = Tous les lots
batch-find = Chercher un lot, un produit ou un GTIN
batch-shown = Affichés : { $shown } sur { $all }
batch-lot = Lot
batch-lot-hint = Comme imprimé sur les boîtes : 1 à 20 caractères.
batch-lot-bad = Un numéro de lot a 1 à 20 lettres, chiffres ou signes, sans espace.
batch-expiry = Péremption
batch-expiry-hint = 2027-12-31, 2027-12 pour la fin du mois, ou comme imprimé : 271200.
batch-expiry-bad = Ce n’est pas une date.
batch-product = Produit
batch-packs = Boîtes
batch-packs-bad = Écrivez un nombre de boîtes.
batch-serials = Numéros de série
batch-serials-hint = Dans l’ordre d’emballage. Un fichier texte, un numéro par ligne, ou un fichier CSV avec une colonne serial.
batch-choose-serials = Choisir un fichier…
batch-file = { $file } : { $packs ->
        [one] { $packs } numéro de série
       *[other] { $packs } numéros de série
    }, de { $first } à { $last }
batch-random = Ou un nombre de numéros de série au hasard
batch-random-hint = Au plus 4194304.
batch-random-instead = Plutôt au hasard
batch-folder = Dossier secret
batch-folder-hint = Un dossier du lot y est créé. Il contient les numéros de série et ce qui les prouve : gardez-le secret, avec une copie.
batch-choose-folder = Choisir un dossier…
batch-prepared = Le lot est écrit dans { $folder }. Il reste à l’enregistrer.
batch-register = Enregistrer le lot
batch-lacks = Pour l'enregistrer, choisissez un produit et indiquez un lot, une péremption, et des numéros de série ou leur nombre.
batch-title = Lot { $lot }
batch-registered = Enregistré, non libéré
batch-released = Libéré
batch-part-recalled = Libéré, rappelé en partie
batch-range-recalled = Boîtes { $first } à { $last } : rappelées, classe { $class }
batch-release = Libérer pour la vente
batch-release-hint = Par la personne qualifiée. Choisissez le certificat de qualité : seule son empreinte va au registre.
batch-released-already = Il est déjà libéré, ou n'est plus sur le marché.
batch-choose-certificate = Choisir le certificat…
batch-labels = Étiquettes
batch-labels-hint = Un fichier PDF, tiré du dossier secret. Imprimez-le à sa taille réelle.
batch-range = Boîtes
batch-range-hint = Toutes, si rien n’est écrit. Une place comme 17, ou une plage comme 0-499, comptée à partir de 0.
batch-range-bad = Le lot n’a pas ces boîtes.
batch-sheet = Planche
batch-sheet-hint = Papier, colonnes et lignes. Les petites étiquettes, 3x8 et 3x10, omettent la preuve dans le code.
batch-resolver = Adresse dans le code
batch-print = Enregistrer en PDF…
batch-printed = ✓ Étiquettes : { $labels }, pages : { $pages }, dans { $file }
batch-recall = Rappeler
batch-withdraw = Retirer le lot du marché
batch-off-hint = Un rappel exige une classe. Un retrait concerne toujours tout le lot. Rien ne peut être annulé.
batch-off-already = Il n'est déjà plus sur le marché.
told-register-product = Enregistrer le produit { $gtin }
told-recall-product = Rappeler tous les lots de { $name }, classe { $class }. C’est irréversible
told-withdraw-product = Retirer { $name } du marché. C’est irréversible
told-release = Libérer le lot { $lot } pour la vente avec le certificat { $name }
told-register-batch = Enregistrer le lot { $lot } avec { $packs ->
        [one] { $packs } boîte
       *[other] { $packs } boîtes
    }
told-withdraw-batch = Retirer le lot { $lot } du marché. C’est irréversible
told-recall-batch = Rappeler le lot { $lot }, classe { $class }. C’est irréversible
told-recall-packs = Rappeler les boîtes { $start } à { $end } du lot { $lot }, classe { $class }. C’est irréversible
