#!/usr/bin/env python3
"""Writes earnings calls of firms that do not exist, to be spoken and heard: in them names come again and again.

  python3 tools/calls.py CALLS FOLDER

Writes FOLDER/sentences.txt, one sentence a line, and FOLDER/calls.json: the sentences and the list of attendees of each
call. A list leaves some of those who speak out, and names some who do not. The same number of calls gives the same
bytes.
"""
import json, os, random, sys

GIVEN = """Aaron Adele Alan Allan Alessandra Amit Anders Andrea Anika Anthony Arjun Arlene Ashwin Audrey Barbara Bart Beatriz
Benoit Bettina Brad Brenda Brian Bryan Bridget Bruno Callum Cameron Carla Carol Caroline Cathal Chandra Chloe Christine
Christopher Claire Clark Colin Connor Craig Curtis Dale Damien Dana Daphne Darren Dave Deepa Denis Dennis Derek Diane Dinesh
Dominic Doug Duncan Edgar Eileen Elena Elias Ellen Eric Erik Esther Ethan Eugene Fiona Frances Frank Gail Gareth Gary Geoff
Gerard Gina Giovanni Glenn Gordon Grace Graham Greta Guido Hank Hannah Harlan Heather Helmut Henrik Holly Howard Hugh Ian
Igor Imran Ingrid Irene Isabel Ivan Jacques Jamal Janet Jared Jasmine Javier Jay Jean Jens Jeremy Jerome Jill Joan Joel Jon
Jordan Jose Judith Karen Karl Kartik Kate Katharine Keith Kelvin Ken Kirk Kristen Kurt Lars Laurent Leah Lena Leo Liam Linda
Lindsey Lorenzo Lori Louis Luca Lucy Luis Lydia Mahesh Manish Marc Marcia Margot Maria Marina Mario Marta Martin Matteo
Maxime Megan Meredith Michel Miguel Mona Monica Nadia Naomi Natalie Neil Nikhil Nina Noah Nora Olga Oliver Omar Oscar Pamela
Parker Patrick Paul Pedro Philippe Pierre Piotr Prakash Priya Rachel Rafael Rajesh Ralph Raymond Regina Renee Rhonda Ricardo
Rob Roger Rohan Roland Ronan Rosa Ross Roy Russell Ruth Sabine Sally Samir Sandra Sanjay Sara Sean Sergio Seth Shane Shannon
Sheila Shreya Silvia Simon Sofia Stacy Stefan Stephan Steven Stuart Sunil Susan Sven Tamara Tara Ted Teresa Theo Thierry
Tobias Todd Tom Tony Tracy Trevor Troy Ulrich Usha Valerie Vanessa Victor Vijay Vince Vivek Wade Walter Wanda Wendy Wes
Yolanda Yuki Yves Zoe""".split()
SURNAMES = """Abernathy Achterberg Adeyemo Agostini Alcott Aldridge Almeida Amundsen Ansari Appelbaum Arbuckle Ashworth Aufderheide
Bagley Balakrishnan Bancroft Barthelemy Bassett Baumgartner Beauchene Bellweather Benedetti Bergstrom Bhatnagar Birnbaum Blanchard
Bloomquist Bohannon Boudreaux Brandvold Breckenridge Brightwell Brockhurst Buckhalter Bukowski Burkhardt Calloway Cantwell Carmichael
Castellano Cavanaugh Chakraborty Charbonneau Chaudhry Christensen Cieslak Claussen Coburn Colquitt Conaway Cortland Cowgill Crandall
Dabrowski Dallaire Danforth Deegan Delacroix Demarest Desai Dettmer Dhillon Dinsmore Dombrowski Donahue Drummond Duquesne
Eberhart Eckersley Edgerton Ekstrom Elsworth Engelhardt Escobedo Esterhazy Fairchild Farnsworth Feldkamp Fennimore Ferraro Fitzhugh
Fontaine Forsberg Fothergill Friesen Fujimoto Gaffney Galloway Garrity Geisler Ghosh Gilchrist Goldfarb Grabowski Grayson Greenaway
Grunwald Guerrero Haberman Hackett Hagerty Halvorsen Hammersmith Harcourt Hargrove Hartigan Hathaway Hausmann Heffelfinger Henriksen
Hofstadter Hollander Holmquist Hruska Huizenga Iyer Jablonski Jankowski Jaramillo Jellicoe Joergensen Kaczmarek Kalinowski Kapoor
Karlsson Keough Kessler Khanduri Kilbride Kirschner Klingensmith Koenig Kovacic Krishnamurthy Kuczynski Kwiatkowski Lachance Lafontaine Lamprecht
Landry Langston Laskowski Leclair Leibowitz Lindqvist Lockhart Loughlin Lundgren Lysenko MacAllister Maddox Mahoney Malhotra Manzanares
Marchetti Mascarenhas McAvoy McGillicuddy McInerney McKillop Mehrotra Meisner Merriweather Michaelides Mikkelsen Montague Moriarty Mukherjee
Naismith Narayanan Nettleton Neville Niedermeyer Nordstrom Novotny Nygaard Oberlin Ogilvie Olmstead Ostrander Ouellette Paczkowski
Palmieri Panagos Papadakis Partridge Pasternak Pellegrino Penhallow Petrosyan Pfeiffer Pilkington Pomeroy Prendergast Przybylski Quackenbush
Quarles Quintero Radcliffe Raghunathan Ramaswamy Ravenscroft Reinhardt Renfrow Rhoades Riccardi Rosenblatt Rutherford Rybicki Sabatini
Salvatore Sanderlin Satterfield Scarborough Schaumburg Schlesinger Schoonover Seaborn Seymour Shaughnessy Sheridan Shukla Siegfried Silverstein
Skarsgaard Sokolowski Spaulding Stallworth Stanhope Steinmetz Stellmacher Stoddard Strickland Subramanian Swaminathan Szymanski Tamburini Tarkington
Templeton Thackeray Thibodeau Thistlewood Thorvald Tillinghast Tomlinson Trujillo Tverberg Underhill Uppal Vaillancourt Valdivia Vandermeer
Venkatesan Villanueva Vogelsang Wadsworth Wakefield Wasserman Weatherford Weintraub Westergaard Whitcomb Wickersham Wiedemann Winthrop Wojcik
Woolridge Wyndham Yamashita Yarborough Zabriskie Zapata Zeigler Zimmer""".split()
FIRMS = """Veltora;Ambrixa Inc;Kestrane Energy;Solvantis;Corvane Holdings;Tyrell Carr;Northgayte;Silverlyne Group;Brennick;Karrow Inc;Whitlee;Thorne & Wolffe
Dyneva;Aurelix Therapeutics;Pryde Industries;Stonne Corporation;Hallmere;Quillon;Zephrane;Marvex;Orchidea;Bellwyn Foods;Cavendar;Trillane
Novabriss;Tessarion;Luminara Health;Greystoke Mining;Fennwick;Ostrava Steel;Calderix;Elmsford Bancorp;Hyalite;Jorvik Marine;Lyndale;Mirador Networks
Perrault;Rockmoor;Sentara Water;Ulveston;Vantive;Wexcombe;Xandria;Yarrow Brands;Zenthys;Arcturon;Boreal Freight;Cygnet;Draycott;Emberline"""
FIRMS = FIRMS.replace("\n", ";").split(";")
BROKERS = """Halvorsen Pike;Dunmore Capital Markets;Marchetti and Company;Brackley;Ashcombe Securities;Redpoll Research;Kingsley & Rowe;Tarrant Bank
Osgood;Lindhurst Partners;Fairmont Securities;Beckett Wright;Pell Street Research;Northolt;Crane Hollis;Galway Trust;Everard;Summerton Capital
Vickers Lane;Wetherby;Santoro Brothers;Hartwell;Keane & Co.;Muldoon Securities;Roth Kemper;Steyning;Langdale Bank;Arden Fisk"""
BROKERS = BROKERS.replace("\n", ";").split(";")
PRODUCTS = """Aerolite;ClearPath 360;Optiva;Brightwell Plus;TrueNorth;Nexodyne;Salvia;Rapidex;Lumetri;CoreVue;Hexaline;Stratos Pro;Vireon;Trakka;Polyzene;Zintro""".replace("\n", ";").split(";")
INTRO = [
    "Good day, and welcome to the {firm} {quarter} quarter earnings conference call.",
    "I would now like to hand the conference over to {ir}, head of investor relations.",
    "Joining me on the call today are {ceo}, our chief executive officer, and {cfo}, our chief financial officer.",
    "I will now turn the call over to {ceo}.",
    "Thank you, {ir0}, and good morning, everyone.",
    "I'm {ir}, and I look after investor relations at {lead}.",
    "A replay of this call will be on the {lead} website later today.",
    "Please refer to the risk factors in {lead}'s annual report.",
    "Today's slides can be found in the investor section of the {lead} website.",
    "These statements speak only as of today, and {lead} does not undertake to update them.",
]
BODY = [
    "The {lead} team delivered another solid quarter.",
    "At {lead}, the safety of our people comes first.",
    "We opened nine new sites under the {lead} name.",
    "{lead} is well placed to benefit from that recovery.",
    "Demand for {product} grew by a fifth.",
    "We are rolling out {product} to all of our customers.",
    "I want to thank everyone at {lead} for what they have done this year.",
    "{lead}'s order book stands at a record.",
    "With that, let me hand over to {cfo0} for the numbers.",
    "As {ceo0} said, we are pleased with the margin.",
    "As {cfo0} mentioned, we paid down some of the debt.",
    "We bought the business in March, and it is now fully part of {lead}.",
    "This is what sets {lead} apart from others in our field.",
    "{cfo0} will take you through this in more detail.",
    "Net sales at {lead} rose four percent over the prior year.",
    "Adjusted earnings exclude the costs of the {lead} forward program.",
]
QUESTIONS = [
    "Our next question comes from the line of {who} with {broker}.",
    "The next question is from {who} of {broker}, please go ahead.",
    "We'll go next to {who} at {broker}.",
    "Our first question today comes from {who} with {broker}, your line is open.",
    "Your next question is from {who} from {broker}.",
]
ANSWERS = [
    "Thanks for the question, {who0}.",
    "Good morning, {who0}, how are you?",
    "Yeah, {who0}, this is {cfo0}, let me take that one.",
    "Hi {ceo0}, hi {cfo0}, thanks for taking my question.",
    "{cfo0}, do you want to add anything to that?",
    "That's right, {who0}, and we expect more of the same.",
    "Okay, great, thanks {ceo0}.",
    "So {ceo0}, how should we think about {product} next year?",
    "And just to follow up for {cfo0}, what is the tax rate?",
]
END = ["I'll now turn the call back to {ceo} for closing remarks.", "Thank you for your interest in {lead}, and have a good day.",
       "This concludes today's {firm} conference call."]
PLAIN = """We saw a modest decline in the southern markets, but the north more than made up for it.
The board approved a dividend of eleven cents a share.
I don't think anybody expected freight to move that quickly.
There is a fair amount of seasonality between the first and the second half.
We undertake a review of every plant once a year.
Our customers were curtailing orders early in the period, and most have come back.
Like I said before, we are not changing the guidance today.
The tax rate should be around twenty four percent.
It was a bit warmer in May, and that helped.
We ended the quarter with a hundred and forty million in cash.
You can bank on our people to do the right thing.
In Germany and France the volumes were flat.
If I look at the weather, it was not our friend.
The lines that we brought back are running at full rate.
We have a very strong bench, and we keep adding talent.
I would call that a pause rather than a decline.
Wages went up, and so did the price of steel.
Let me be frank, the first month was hard.
We marked down the inventory at the end of the season.
The carrier cut its rates, and we passed that on.
Are there any other questions at this time?
I understand, all right, that makes sense.
Could you give us some more color on pricing?
We would rather grow slowly than buy share at any cost.
There was some noise from currency, nothing more.
That should carry over into the summer.
We are in the early innings of that program.
Capital spending will come down by about a third.
The court agreed with us on every count.
I'm going to let the results speak for themselves.
Our share of the market has been growing for five quarters.
The consortium won the bid for the new bridge.
A good part of that came from the resource side.
It takes roughly eighteen months from permit to production.
The stores that are open have seen good traffic.
We do not see a need to raise equity.
Thank you very much, that's helpful.
Sorry, you were breaking up, can you repeat that?
It's a constant focus for us, and it will remain one.
The plant was down for nine days because of the storm.""".split("\n")


def lead(firm):
    for end in (" Inc", " Holdings", " Group", " Corporation", " Therapeutics", " Industries", " Energy"):
        firm = firm.removesuffix(end)
    return firm


def call(rng, number):
    people = [f"{given} {surname}" for given, surname in zip(rng.sample(GIVEN, 14), rng.sample(SURNAMES, 14))]
    firm, brokers = FIRMS[number % len(FIRMS)], rng.sample(BROKERS, 7)
    ir, ceo, cfo, *analysts = people[:9]
    product = rng.choice(PRODUCTS)
    common = dict(firm=firm, lead=lead(firm), ir=ir, ceo=ceo, cfo=cfo, product=product, quarter=rng.choice(["first", "second", "third", "fourth"]),
                  ir0=ir.split()[0], ceo0=ceo.split()[0], cfo0=cfo.split()[0])
    said = [text.format(**common) for text in rng.sample(INTRO, 5)]
    body = [text.format(**common) for text in rng.sample(BODY, 9)] + rng.sample(PLAIN, 8)
    rng.shuffle(body)
    said += body
    plain = rng.sample(PLAIN, 5)
    for who, broker in zip(analysts[:5], brokers):
        here = dict(common, who=who, who0=who.split()[0], broker=broker)
        said.append(rng.choice(QUESTIONS).format(**here))
        said += [text.format(**here) for text in rng.sample(ANSWERS, 1)] + [plain.pop()]
    said += [text.format(**common) for text in rng.sample(END, 2)]
    # Those whom the list leaves out are spoken of all the same.
    named = people + brokers + [product]
    left_out = rng.sample(named, len(named) // 6)
    terms = [firm] + [name for name in named if name not in left_out]
    rng.shuffle(terms)
    return {"said": said, "terms": terms}


def main():
    count, folder = int(sys.argv[1]), sys.argv[2]
    rng = random.Random(20)
    calls = [call(rng, number) for number in range(count)]
    os.makedirs(folder, exist_ok=True)
    with open(os.path.join(folder, "calls.json"), "w", encoding="utf8") as file:
        json.dump(calls, file, indent=1)
    with open(os.path.join(folder, "sentences.txt"), "w", encoding="utf8") as file:
        for text in dict.fromkeys(text for call in calls for text in call["said"]):
            file.write(text + "\n")


main()
