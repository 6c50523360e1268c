/**
 * Kinds of sites that are never read by themselves, because what is bought or looked up there says more of a person than a purchase
 * should: health, banking, adult. "Read this page" still reads them, for that is the person's own hand.
 *
 * Two rules: domains that many know, and names whose meaning is plain. A name counts as a whole only: a "powerbank" is no bank.
 */
import { domainWithin } from './domains.ts'

export type SensitiveKind = 'health' | 'banking' | 'adult'

const DOMAINS: Record<SensitiveKind, string> = {
  health: `
    1177.se 1mg.com 23andme.com ada.com ahn.org apollo247.com apollopharmacy.in aponeo.de aponet.de apotal.de apotea.se apotek.dk apotek1.no
    apoteket.se apotekhjartat.se apteka.ru athenahealth.com babylonhealth.com bannerhealth.com benu.cz benu.hu betterhelp.com bupa.co.uk bupa.com
    cerebral.com chemist-4-u.com chemistwarehouse.com.au clevelandclinic.org clinic.amazon.com doccheck.com docmorris.de docplanner.com doctena.com
    doctolib.de doctolib.fr doctolib.it doctoralia.com doctoralia.com.br doctoralia.es doctorondemand.com doz.pl drmax.cz drmax.sk drugs.com
    eapteka.ru echo.co.uk farmacosmo.it farmae.it forhers.com gemini.pl goodrx.com halodoc.com headspace.com health.amazon.com health.gov.au
    healthcare.gov healthgrades.com helsenorge.no hims.com hopkinsmedicine.org jameda.de kaiserpermanente.org kanta.fi kp.org kry.se labcorp.com
    lekarna.cz livi.co.uk livi.fr lloydspharmacy.com mayoclinic.org medicare.gov medicover.pl medikamente-per-klick.de medlineplus.gov medpex.de
    medscape.com mycare.de mychart.com mychart.org myhealth.va.gov netdoktor.de netmeds.com newpharma.be nhs.scot nhs.uk nurx.com onemedical.com
    onlinedoctor.lloydspharmacy.com onlinedoctor.superdrug.com optumrx.com patient.info patientaccess.com patientslikeme.com pharmacy.amazon.com
    pharmacy2u.co.uk pharmeasy.in pilulka.cz plannedparenthood.org practo.com psychologytoday.com questdiagnostics.com ro.co sanicare.de
    santeclair.fr shop-apotheke.at shop-apotheke.ch shop-apotheke.com sundhed.dk superdrug-onlinedoctor.com sutterhealth.org talkspace.com
    teladoc.com teladochealth.com teleclinic.com webmd.com zavamed.com znanylekarz.pl zocdoc.com zurrose.ch zurrose.de`,
  banking: `
    abnamro.nl absa.co.za akbank.com alior.pl allianzbank.it ally.com alphabank.gr americanexpress.com amex.com anz.co.nz anz.com anz.com.au
    asb.co.nz asnbank.nl axisbank.com banamex.com banco-santander.es banco.bradesco bancobpm.it bancochile.cl bancodebogota.com bancoestado.cl
    bancosantander.es bancsabadell.com bankaustria.at bankinter.com bankmillennium.pl bankofamerica.com bankofireland.com bankofscotland.co.uk
    bankwest.com.au banorte.com barclaycard.co.uk barclays.co.uk barclays.com bawag.at bb.com.br bbva.com bbva.es bbva.mx bcc.it bcp.pt bcv.ch
    belfius.be bendigobank.com.au binance.com bmo.com bnl.it bnpparibas.com bnpparibas.net bnpparibasfortis.be boursobank.com boursorama.com bpi.pt
    bradesco.com.br brd.ro bunq.com caixa.gov.br caixabank.es capitalone.co.uk capitalone.com cgd.pt chase.com cibc.com cic.fr citi.com citibank.com
    citizensbank.com co-operativebank.co.uk comdirect.de commbank.com.au commerzbank.de consorsbank.de coutts.com credit-agricole.fr
    credit-suisse.com creditmutuel.fr crelan.be csas.cz csob.cz csob.sk danskebank.com danskebank.dk danskebank.fi danskebank.no danskebank.se
    davivienda.com dbs.com dbs.com.sg degiro.nl deutsche-bank.de discover.com discoverbank.com dkb.de dnb.no easybank.at emiratesnbd.com
    erstebank.at erstebank.hu etrade.com eurobank.gr evobanco.com fidelity.com fineco.it finecobank.com firstdirect.com fnb.co.za fortuneo.fr
    garantibbva.com.tr gls.de halifax.co.uk handelsbanken.se hdfcbank.com hellobank.fr hsbc.co.uk hsbc.com hsbc.com.hk hsbc.fr hypovereinsbank.de
    icicibank.com ing.be ing.com ing.com.au ing.de ing.es ing.it ing.nl ing.pl ing.ro inteligo.pl interactivebrokers.com intesasanpaolo.com
    investec.com ipko.pl isbank.com.tr itau.com.br jpmorgan.com jyskebank.dk kb.cz kbc.be kbstar.com knab.nl kotak.com labanquepostale.fr
    lansforsakringar.se lcl.fr lhv.ee lloydsbank.co.uk lloydsbank.com maybank2u.com.my mbank.cz mbank.pl mbh.hu mediolanum.it metrobankonline.co.uk
    millenniumbcp.pt monabanq.com monzo.com morganstanley.com mufg.jp n26.com nab.com.au nationwide.co.uk natwest.com navyfederal.org nbc.ca nbg.gr
    nedbank.co.za nordea.com nordea.dk nordea.fi nordea.no nordea.se norisbank.de novobanco.pt nubank.com.br nykredit.dk ocbc.com onlinesbi.com
    onlinesbi.sbi op.fi openbank.es otpbank.hu pekao.com.pl pekao24.pl piraeusbank.gr pkobp.pl pnc.com postbank.bg postbank.de postfinance.ch
    rabobank.nl raiffeisen.at raiffeisen.ch raiffeisen.hu raiffeisen.ro rb.cz rbc.com rbcroyalbank.com rbs.co.uk regiobank.nl regions.com
    revolut.com s-pankki.fi santander.co.uk santander.com santander.com.br santander.com.mx santander.de santander.pl santanderbank.com sbanken.no
    sber.ru sberbank.ru sbi.co.in schwab.com scotiabank.com seb.ee seb.lt seb.lv seb.se skandia.se slsp.sk smbc.co.jp snsbank.nl socgen.com
    societegenerale.fr sparda.de sparebank1.no sparkasse.at sparkasse.de standardbank.co.za standardchartered.com starlingbank.com
    suncorpbank.com.au swedbank.ee swedbank.lt swedbank.lv swedbank.se sydbank.dk targobank.de tatrabanka.sk tbank.ru td.com tdbank.com
    tescobank.com tide.co tinkoff.ru triodos.com triodos.nl truist.com tsb.co.uk ubs.com ulsterbank.co.uk unicredit.it unicreditbank.cz usaa.com
    usbank.com vanguard.com virginmoney.com vtb.ru vub.sk wealthsimple.com wellsfargo.com westpac.co.nz westpac.com.au wise.com yapikredi.com.tr
    ziraatbank.com.tr zkb.ch`,
  adult: `
    adam4adam.com adameve.com adultfriendfinder.com adulttime.com amorelie.de ashleymadison.com badoinkvr.com bangbros.com beate-uhse.com
    bongacams.com brazzers.com cam4.com camsoda.com chaturbate.com clips4sale.com eis.de fansly.com fapello.com feeld.co fetlife.com flirt4free.com
    fundorado.de grindr.com imlive.com jerkmate.com joyclub.de justfor.fans livejasmin.com lovehoney.co.uk lovehoney.com lovehoney.de manyvids.com
    mydirtyhobby.com mydirtyhobby.de myfreecams.com naughtyamerica.com nhentai.net onlyfans.com orion.de pinkcherry.com planetromeo.com pornhub.com
    pornhubpremium.com realitykings.com redtube.com rule34.xxx secretbenefits.com seeking.com sinparty.com spankbang.com streamate.com stripchat.com
    suicidegirls.com tube8.com visit-x.net xhamster.com xhamsterlive.com xnxx.com xvideos.com xvideos.red youporn.com`,
}

/** Top-level domains whose pages are all of one kind. */
const TOP: Record<SensitiveKind, string> = {
  health: 'clinic dentist doctor healthcare hospital med pharmacy physio surgery',
  banking: 'bank',
  adult: 'adult porn sex sexy xxx',
}

/** Whole labels of a host, or what is left and right of their hyphens where marked with `-`. */
const LABELS: Record<SensitiveKind, string> = {
  health: `
    aerzte apotek apoteket apotheek apotheke apotheken apteka apteki aptieka arzt arztpraxis clinic clinica clinicas clinics clinique dentist
    dentista dentiste doctor doctors eczane farmaci farmacia farmacias farmacie fertility fertilityclinic gyogyszertar hausarzt hopital hospitais
    hospital hospitals kliniek klinik klinika kliniken klinikum korhaz krankenhaus laeknir lekarna lekarz medecin medico mychart nemocnice
    online-apotheke online-pharmacy onlineapotheke onlinepharmacy ospedale patient patient-portal patientportal patients pharmacie pharmacies
    pharmacy psychiatrie psychiatry psychotherapie psychotherapy sairaala sjukhus sygehus sykehus szpital telehealth teleklinik telemedicine
    telemedizin therapist vaistine versandapotheke zahnarzt zahnarztpraxis ziekenhuis`,
  banking: `
    banca banche banco bancos bank banka bankas bankia banking bankovnictvi bankowosc banks banky banque banques business-banking businessbanking
    credit-union creditunion e-bank e-banking ebank ebanking home-banking homebanking ibank ibanking internet-banking internetbank internetbanking
    kreissparkasse- mbank mbanking mobile-banking mobilebanking net-banking netbank netbanka netbanking netteller online-banking onlinebanking pank
    pankki private-banking privatebank privatebanking raiffeisenbank- sparebank- sparkasse- stadtsparkasse- telebanking volksbank- vrbank- webbank
    webbanking`,
  adult: 'porn porno pornos xxx sexshop sex-shop erotik erotic erotica erotique erotikshop erotik-shop escort escorts nsfw camgirls sexcam sexcams hentai adulttoys adult-toys sextoys sex-toys',
}

const KINDS = ['health', 'banking', 'adult'] as const
const words = (text: string): string[] => text.trim().split(/\s+/)

const domains = new Map(KINDS.flatMap((kind) => words(DOMAINS[kind]).map((domain) => [domain, kind])))
const tops = new Map(KINDS.flatMap((kind) => words(TOP[kind]).map((top) => [top, kind])))
const labels = new Map(KINDS.flatMap((kind) => words(LABELS[kind]).map((label) => [label, kind])))
const listed = new Set(domains.keys())

export function sensitiveKind(host: string): SensitiveKind | null {
  const known = domainWithin(listed, host)
  if (known !== null) return domains.get(known) ?? null
  const parts = host.toLowerCase().replace(/\.$/, '').split('.')
  // An address, or a machine in the house.
  if (parts.length < 2) return null
  const top = tops.get(parts.at(-1) ?? '')
  if (top !== undefined) return top
  for (const part of parts.slice(0, -1)) {
    const kind = labels.get(part) ?? part.split('-').map((word) => labels.get(`${word}-`)).find((found) => found !== undefined)
    if (kind !== undefined) return kind
  }
  return null
}

/** What the browser itself can keep the gate from; the rest is told by name, page by page. */
export const SENSITIVE_DOMAINS: readonly string[] = [...domains.keys(), ...tops.keys()].sort()
