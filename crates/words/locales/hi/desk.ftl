# स्कैनर के साथ के कार्यस्थल क्या कहते हैं, और खेपों का कार्यस्थल।

tab-scan = स्कैन
tab-deliveries = खेपें
work-loading = बही पढ़ी जा रही है…
work-loading-hint = सूची की हर बात प्रमाणित है।
work-not-read = यह पढ़ा नहीं जा सका
work-again = फिर से पढ़ें
work-locked = आपकी कुंजी लॉक है: आप देख सकते हैं, पर कोई काम नहीं कर सकते।
work-unlock = अनलॉक करें
work-no-key = इस उपकरण पर कोई कुंजी नहीं है: आप देख सकते हैं, पर कोई काम नहीं कर सकते।
work-enter-key = कुंजी दर्ज करें
work-doing = { $told }: बही को भेजा जा रहा है…
work-done = ✓ { $told } (ब्लॉक { $block } में अंतिम)।
work-waits = { $told }: कोई नोड जवाब नहीं देता। यह काम इस उपकरण पर रुका है और किसी नोड के जवाब देते ही भेज दिया जाएगा।
work-motion = { $told }: अभी नहीं हुआ। प्रस्ताव { $motion } खुला है। “परिषद” में उस पर मत दें; पर्याप्त सदस्य सहमत होते ही यह लागू होगा।
work-shipment = यह खेप { $shipment } है।
work-refused = { $told }: यह काम नहीं हुआ। { $why }
work-sure = { $told }: क्या आप यही करना चाहते हैं?
work-sure-yes = हाँ, करें
work-sure-no = नहीं
delivery-scan-case = कार्टन या पैलेट का कोड स्कैन करें, या उसका SSCC टाइप करें
delivery-scan-pack = गिनने के लिए पैक स्कैन करें, या उनके कोड टाइप करें
delivery-enter = दर्ज करें
delivery-none = रास्ते में कुछ नहीं है
delivery-none-hint = आपके संगठन को आने वाली और उससे जाने वाली खेपें यहाँ तब तक दिखती हैं, जब तक वे प्राप्त, अस्वीकार या रद्द न हो जाएँ।
delivery-to-me = आपकी ओर आ रही हैं
delivery-from-me = आपकी ओर से जा रही हैं
delivery-number = खेप
delivery-with = व्यापारिक साझेदार
delivery-packs = पैक
delivery-age = रास्ते में बीता समय
delivery-overdue = { $age }, देर हो चुकी है
delivery-open = खोलें
delivery-close = सभी खेपें
delivery-title = खेप { $number }
delivery-between = प्रेषक: { $from }, प्राप्तकर्ता: { $to }
delivery-line = GTIN { $gtin } · बैच { $lot } · पैक: { $packs }
delivery-disposal = यह माल निपटान के लिए वापस आ रहा है। इसके पैकों का असली और सक्रिय होना अपेक्षित नहीं है।
delivery-arrived = गिने गए: { $n }
delivery-missing = नहीं गिने गए: { $n }
delivery-excess = घोषित नहीं: { $n }
delivery-bad = ठीक नहीं: { $n }
delivery-hint = सीलबंद खेप पूरी प्राप्त करें, या अंतर ढूँढने के लिए पैक एक-एक करके स्कैन करें।
delivery-hint-counted = पहले गिने हुए पैक प्राप्त करें, फिर बाकी को अस्वीकार करें या गिनना जारी रखें।
delivery-take-all = सब प्राप्त करें
delivery-take-counted = गिने हुए प्राप्त करें
delivery-refuse-missing = बाकी अस्वीकार करें: नहीं मिले
delivery-refuse-damaged = बाकी अस्वीकार करें: क्षतिग्रस्त
delivery-refuse-suspect = बाकी अस्वीकार करें: संदिग्ध
delivery-tell-excess = जो घोषित नहीं था, उसकी सूचना दें
delivery-excess-first = पहले उसकी सूचना दें जो घोषित नहीं था: निपट चुकी खेप के बारे में कोई सूचना नहीं ली जाती।
delivery-excess-some = घोषित नहीं, सूचना दी गई: { $n }। केवल बाकी की सूचना देनी है।
delivery-excess-all = घोषित नहीं, सूचना दी गई: { $n }। अब और किसी की सूचना नहीं देनी है।
delivery-excess-left = यह खेप निपट चुकी है और इसके बारे में अब कोई सूचना नहीं ली जाती। जो इसमें घोषित नहीं था, वह अब भी आपके पास है: उसे अलग रखें और भेजने वाले को बताएँ।
delivery-anew = गिनती नए सिरे से शुरू करें
delivery-not-clean = जो पैक ठीक नहीं हैं: { $n }। इसलिए सब कुछ यूँ ही प्राप्त नहीं होता: गिने हुए ठीक पैक प्राप्त करें और बाकी को अस्वीकार करें, या गिनती नए सिरे से शुरू करें।
delivery-all-counted = सब गिना जा चुका है: गिने हुए पैक प्राप्त करें।
delivery-cancel = भेजी हुई खेप रद्द करें
delivery-pack = पैक
delivery-pack-is = नतीजा
delivery-pack-checking = जाँच हो रही है…
delivery-pack-good = इसी खेप का
delivery-pack-again = पहले ही गिना जा चुका
delivery-pack-excess = असली पैक, पर घोषित नहीं
delivery-unknown = इस कोड वाली कोई खेप रास्ते में नहीं है।
delivery-open-first = पहले कोई खेप खोलें: उसके कार्टन या पैलेट का कोड स्कैन करें, या उसे नीचे चुनें।
delivery-no-code = यह किसी पैक का कोड नहीं है। कुछ नहीं गिना गया।
delivery-too-many-gaps = ये पैक अपने बैच में इतनी ज़्यादा जगहों पर हैं कि एक ही काम में नहीं आ सकते। पहले एक हिस्सा प्राप्त करें, जैसे किसी एक कार्टन के पैक।
purpose-return = वापसी, फिर से बेचने योग्य
purpose-disposal = निपटान के लिए माल
told-dispense = लॉट { $lot } का पैक { $serial }, उत्पाद { $gtin } मरीज़ को दें
told-receive-all = खेप { $shipment } लें: सभी { $packs } पैक
told-receive-counted = खेप { $shipment } लें: गिने हुए { $packs } पैक
told-refuse = खेप { $shipment } के { $packs } पैक लौटाएँ: { $reason ->
        [missing] नहीं मिले
        [damaged] क्षतिग्रस्त
        [not-ordered] मँगाए नहीं थे
        [cold-chain] शीत शृंखला टूटी
       *[suspect] संदिग्ध
    }
told-excess = खेप { $shipment } में बिना सूचना आए { $packs } पैक की रिपोर्ट करें
told-cancel = खेप { $shipment } रद्द करें
told-report = लॉट { $lot } के पैक { $serial }, उत्पाद { $gtin } की रिपोर्ट करें
