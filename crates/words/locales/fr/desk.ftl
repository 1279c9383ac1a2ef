# Ce que disent les postes de travail à côté du scanner, et le poste des livraisons.

tab-scan = Scanner
tab-deliveries = Livraisons
work-loading = Lecture du registre…
work-loading-hint = Tout ce qui est affiché est prouvé.
work-not-read = La lecture n'a pas abouti
work-again = Relire
work-locked = Votre clé est verrouillée : vous pouvez consulter, mais pas agir.
work-unlock = Déverrouiller
work-no-key = Il n'y a aucune clé sur cet appareil : vous pouvez consulter, mais pas agir.
work-enter-key = Saisir une clé
work-doing = { $told } : en route vers le registre…
work-done = ✓ { $told } (définitif dans le bloc { $block }).
work-waits = { $told } : aucun nœud ne répond. L'acte attend sur cet appareil et sera envoyé dès qu'un nœud répondra.
work-motion = { $told }. Pas encore fait : la motion { $motion } est ouverte. Votez-la sous Conseil ; elle prend effet dès qu’assez de membres sont d’accord.
work-shipment = C'est la livraison { $shipment }.
work-refused = { $told } : cela n'a pas été fait. { $why }
work-sure = { $told } : est-ce bien voulu ?
work-sure-yes = Oui, le faire
work-sure-no = Non
delivery-scan-case = Scannez le code du carton ou de la palette, ou saisissez son SSCC
delivery-scan-pack = Scannez les boîtes pour les compter, ou saisissez leurs codes
delivery-enter = Saisir
delivery-none = Rien n'est en route
delivery-none-hint = Les livraisons de votre organisation et vers elle figurent ici jusqu'à ce qu'elles soient réceptionnées, refusées ou annulées.
delivery-to-me = En route vers vous
delivery-from-me = Parties de chez vous
delivery-number = Livraison
delivery-with = Partenaire
delivery-packs = Boîtes
delivery-age = En route depuis
delivery-overdue = { $age }, en retard
delivery-open = Ouvrir
delivery-close = Toutes les livraisons
delivery-title = Livraison { $number }
delivery-between = De { $from } à { $to }
delivery-line = GTIN { $gtin } · lot { $lot } · { $packs ->
        [one] { $packs } boîte
       *[other] { $packs } boîtes
    }
delivery-disposal = Ces produits reviennent pour être éliminés. Leurs boîtes ne sont pas censées être authentiques et actives.
delivery-arrived = Comptées : { $n }
delivery-missing = Non comptées : { $n }
delivery-excess = Non annoncées : { $n }
delivery-bad = Non conformes : { $n }
delivery-hint = Réceptionnez en entier une livraison scellée, ou scannez les boîtes une à une pour trouver les écarts.
delivery-hint-counted = Réceptionnez d'abord ce que vous avez compté, puis refusez le reste ou continuez à compter.
delivery-take-all = Tout réceptionner
delivery-take-counted = Réceptionner ce qui est compté
delivery-refuse-missing = Refuser le reste : manquant
delivery-refuse-damaged = Refuser le reste : endommagé
delivery-refuse-suspect = Refuser le reste : suspect
delivery-tell-excess = Signaler ce qui n'était pas annoncé
delivery-excess-first = Signalez d’abord ce qui n’était pas annoncé : une livraison réglée ne reçoit plus de signalement.
delivery-excess-some = Signalées comme non annoncées : { $n }. Seules les autres restent à signaler.
delivery-excess-all = Signalées comme non annoncées : { $n }. Il n’y a plus rien à signaler.
delivery-excess-left = Cette livraison est réglée et ne reçoit plus de signalement. Ce qu’elle n’annonçait pas est encore chez vous : mettez-le à part et prévenez son expéditeur.
delivery-anew = Recommencer le comptage
delivery-not-clean = Boîtes non conformes : { $n }. On ne réceptionne donc pas tout d’un coup : réceptionnez les bonnes qui sont comptées et refusez le reste, ou recommencez le comptage.
delivery-all-counted = Tout est compté : réceptionnez ce qui est compté.
delivery-cancel = Annuler la livraison
delivery-pack = Boîte
delivery-pack-is = Constat
delivery-pack-checking = Vérification…
delivery-pack-good = Dans cette livraison
delivery-pack-again = Déjà comptée
delivery-pack-excess = Vraie boîte, mais non annoncée
delivery-unknown = Aucune livraison portant ce code n'est en route.
delivery-open-first = Ouvrez d'abord une livraison : scannez le code de son carton ou de sa palette, ou choisissez-la ci-dessous.
delivery-no-code = Ce n'est pas le code d'une boîte. Rien n'a été compté.
delivery-too-many-gaps = Les boîtes se trouvent à trop d'endroits de leur lot pour un seul acte. Réceptionnez d'abord une partie, par exemple les boîtes d'un carton.
purpose-return = Retour, apte à être remis en vente
purpose-disposal = Produits à éliminer
told-dispense = Délivrer la boîte { $serial } du lot { $lot }, produit { $gtin }
told-receive-all = Réceptionner l’envoi { $shipment } : { $packs ->
        [one] sa seule boîte
       *[other] les { $packs } boîtes
    }
told-receive-counted = Réceptionner l’envoi { $shipment } : { $packs ->
        [one] { $packs } boîte comptée
       *[other] { $packs } boîtes comptées
    }
told-refuse = Refuser { $packs ->
        [one] { $packs } boîte
       *[other] { $packs } boîtes
    } de l’envoi { $shipment } { $reason ->
        [missing] (manquantes)
        [damaged] (endommagées)
        [not-ordered] (non commandées)
        [cold-chain] (chaîne du froid)
       *[suspect] (suspectes)
    }
told-excess = Signaler { $packs ->
        [one] { $packs } boîte non annoncée
       *[other] { $packs } boîtes non annoncées
    } dans l’envoi { $shipment }
told-cancel = Annuler l’envoi { $shipment }
told-report = Signaler la boîte { $serial } du lot { $lot }, produit { $gtin }
