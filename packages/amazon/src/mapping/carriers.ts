/** A carrier with a public page that shows a package by its tracking code alone. */
export interface Carrier {
  /** Its names, in lower case and without accents. A name matches only whole words of Amazon's text. */
  readonly names: readonly string[]
  /** The page's address; `{code}` stands for the tracking code. */
  readonly url: string
}

/** Carriers of the EU, the UK and the US, and those that ship there. Pages that also need a postcode are left out. */
export const carriers: readonly Carrier[] = [
  {
    names: ['ups', 'united parcel service', 'ups mail innovations'],
    url: 'https://www.ups.com/track?tracknum={code}',
  },
  {
    names: ['usps', 'united states postal service', 'us postal service'],
    url: 'https://tools.usps.com/go/TrackConfirmAction?tLabels={code}',
  },
  {
    names: ['fedex', 'fed ex', 'federal express', 'fedex smartpost'],
    url: 'https://www.fedex.com/fedextrack/?trknbr={code}',
  },
  { names: ['ontrac'], url: 'https://www.ontrac.com/tracking/?number={code}' },
  { names: ['canada post'], url: 'https://www.canadapost-postescanada.ca/track-reperage/en#/search?searchFor={code}' },
  { names: ['purolator'], url: 'https://www.purolator.com/en/shipping/tracker?pin={code}' },
  { names: ['amazon shipping', 'amazon logistics'], url: 'https://track.amazon.com/tracking/{code}' },
  {
    names: ['dhl', 'dhl express'],
    url: 'https://www.dhl.com/global-en/home/tracking.html?tracking-id={code}',
  },
  {
    names: ['dhl paket', 'dhl germany', 'deutsche post dhl', 'dhl deutsche post'],
    url: 'https://www.dhl.de/de/privatkunden/dhl-sendungsverfolgung.html?piececode={code}',
  },
  {
    names: ['deutsche post'],
    url: 'https://www.deutschepost.de/de/s/sendungsverfolgung.html?piececode={code}',
  },
  { names: ['dhl ecommerce'], url: 'https://webtrack.dhlecs.com/?trackingnumber={code}' },
  { names: ['dpd', 'dpd germany', 'dpd de'], url: 'https://tracking.dpd.de/status/en_US/parcel/{code}' },
  { names: ['dpd uk', 'dpd gb', 'dpd local'], url: 'https://track.dpd.co.uk/search?reference={code}' },
  { names: ['dpd france', 'dpd fr'], url: 'https://trace.dpd.fr/fr/trace/{code}' },
  { names: ['gls', 'general logistics systems'], url: 'https://gls-group.eu/EU/en/parcel-tracking?match={code}' },
  {
    names: ['hermes', 'myhermes', 'hermes germany', 'hermes logistik gruppe'],
    url: 'https://www.myhermes.de/empfangen/sendungsverfolgung/sendungsinformation#{code}',
  },
  { names: ['evri', 'hermes uk'], url: 'https://www.evri.com/track/parcel/{code}' },
  { names: ['royal mail', 'royalmail'], url: 'https://www.royalmail.com/track-your-item#/tracking-results/{code}' },
  {
    names: ['parcelforce', 'parcel force', 'parcelforce worldwide', 'royal mail parcelforce'],
    url: 'https://www.parcelforce.com/track-trace?trackNumber={code}',
  },
  { names: ['yodel'], url: 'https://www.yodel.co.uk/tracking/{code}' },
  { names: ['an post', 'anpost'], url: 'https://www.anpost.com/Post-Parcels/Track/History?item={code}' },
  {
    names: ['colissimo', 'la poste', 'laposte', 'la poste colissimo', 'lettre suivie'],
    url: 'https://www.laposte.fr/outils/suivre-vos-envois?code={code}',
  },
  {
    names: ['chronopost', 'chronopost la poste'],
    url: 'https://www.chronopost.fr/tracking-no-cms/suivi-page?listeNumerosLT={code}',
  },
  {
    names: ['mondial relay', 'mondialrelay'],
    url: 'https://www.mondialrelay.fr/suivi-de-colis/?NumeroExpedition={code}',
  },
  {
    names: ['colis prive', 'colisprive'],
    url: 'https://www.colisprive.com/moncolis/pages/detailColis.aspx?numColis={code}',
  },
  { names: ['poste italiane'], url: 'https://www.poste.it/cerca/index.html#/risultati-spedizioni/{code}' },
  {
    names: ['sda', 'sda express courier', 'poste italiane sda', 'sda poste italiane'],
    url: 'https://www.sda.it/wps/portal/Servizi_online/dettaglio-spedizione?locale=it&tracing.letteraVettura={code}',
  },
  {
    names: ['brt', 'bartolini', 'brt bartolini'],
    url: 'https://vas.brt.it/vas/sped_det_show.hsm?referer=sped_numspe_par.htm&Nspediz={code}',
  },
  {
    names: ['correos'],
    url: 'https://www.correos.es/es/es/herramientas/localizador/envios/detalle?tracking-number={code}',
  },
  { names: ['correos express'], url: 'https://s.correosexpress.com/c?n={code}' },
  { names: ['seur'], url: 'https://www.seur.com/livetracking/?segOnlineIdentificador={code}' },
  { names: ['ctt express'], url: 'https://www.cttexpress.com/localizador-de-envios/?sc={code}' },
  {
    names: ['ctt', 'ctt correios'],
    url: 'https://www.ctt.pt/feapl_2/app/open/objectSearch/objectSearch.jspx?objects={code}',
  },
  { names: ['postnl', 'post nl'], url: 'https://postnl.nl/tracktrace/?B={code}' },
  { names: ['bpost', 'b post'], url: 'https://track.bpost.cloud/btr/web/#/search?itemCode={code}' },
  { names: ['postnord', 'post nord'], url: 'https://tracking.postnord.com/en/tracking?id={code}' },
  { names: ['bring', 'posten norge'], url: 'https://tracking.bring.com/tracking/{code}' },
  { names: ['inpost', 'inpost poland'], url: 'https://inpost.pl/sledzenie-przesylek?number={code}' },
  { names: ['poczta polska'], url: 'https://emonitoring.poczta-polska.pl/?numer={code}' },
  {
    names: ['osterreichische post', 'austrian post', 'post at'],
    url: 'https://www.post.at/sv/sendungsdetails?snr={code}',
  },
  { names: ['swiss post', 'die schweizerische post'], url: 'https://service.post.ch/ekp-web/ui/entry/search/{code}' },
  { names: ['packeta', 'zasilkovna'], url: 'https://tracking.packeta.com/en/{code}' },
  {
    names: ['tnt'],
    url: 'https://www.tnt.com/express/en_gc/site/shipping-tools/tracking.html?searchType=con&cons={code}',
  },
  { names: ['4px'], url: 'https://track.4px.com/#/result/0/{code}' },
  { names: ['cainiao'], url: 'https://global.cainiao.com/newDetail.htm?mailNoList={code}' },
]
