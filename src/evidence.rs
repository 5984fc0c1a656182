//! What speaks for and against a candidate, one number each.
//!
//! Evidence is gathered without judging; [`score`](crate::score) alone says what it is worth.

macro_rules! evidence {
    ($($(#[doc = $about:literal])+ $name:ident,)+) => {
        /// The evidence of one candidate; each field is a number whose meaning its documentation gives.
        #[derive(Debug, Clone, Copy, Default, PartialEq)]
        pub struct Evidence {
            $($(#[doc = $about])+ pub $name: f32,)+
        }

        impl Evidence {
            /// The names of the fields, in their order.
            pub const NAMES: &'static [&'static str] = &[$(stringify!($name)),+];
            /// What each field means, in the same order.
            pub const ABOUT: &'static [&'static str] = &[$(concat!($($about),+).trim_ascii_start()),+];

            /// The fields in their order.
            pub fn values(&self) -> Vec<f32> {
                self.fields().to_vec()
            }

            /// The same without asking for memory.
            pub(crate) fn fields(&self) -> [f32; Evidence::NAMES.len()] {
                [$(self.$name),+]
            }
        }
    };
}

evidence! {
    /// distance in sound, per sound of the longer of the two (0 alike, 1 another word)
    sound,
    /// the same distance in whole sounds
    sound_cost,
    /// consonants taken for others, in sounds
    consonants,
    /// vowels taken for others, in sounds
    vowels,
    /// sounds heard that the term does not have
    added,
    /// sounds of the term that were not heard
    lost,
    /// sounds of the term
    length,
    /// likeness of the spelling (1 the same letters)
    spelling,
    /// share of the words, heard and meant side by side, that are the same from the front or from the end
    same_words,
    /// distance in sound without those words, per sound
    rest,
    /// 1 if the letters are the same, spaces, case and symbols aside
    form,
    /// 1 if the heard letters differ from the term's in case alone
    case_only,
    /// 1 if the dictionary knows this mishearing
    alias,
    /// Zipf value of the rarest heard word (0 unknown, 3 rare, 6 very usual)
    heard_rarest,
    /// Zipf value of the most usual heard word
    heard_commonest,
    /// share of the heard words that English does not know
    unknown,
    /// how usual the heard words are one after the other: the rarest pair inside, as a Zipf value (-1 for one word)
    pair_inside,
    /// how usual the heard words are as a phrase: its Zipf value, estimated from words and pairs (-1 never said)
    phrase,
    /// how usual the word before is with the first heard word
    pair_before,
    /// how usual the last heard word is with the word after
    pair_after,
    /// by how much the word before goes better with the term than with the heard words, in Zipf values of the pairs
    gain_before,
    /// the same for the word after
    gain_after,
    /// how usual the term is as a phrase: its Zipf value, as for the heard words
    phrase_meant,
    /// share of the heard words that bear a capital where no sentence begins (-1 if all begin sentences)
    capitals,
    /// share of the heard words that are capitals alone ("AFM") where the term has no such word
    initials,
    /// share of the heard words that are numbers ("1st") where the term has none
    numbers,
    /// 1 if the heard words begin a sentence
    starts_sentence,
    /// heard words
    words_heard,
    /// words of the term
    words_meant,
    /// punctuation inside the heard words (0 none, 1 a comma, 2 a full stop)
    break_inside,
    /// 1 if a hyphen or another mark without a space ties the heard words to a word outside
    attached,
    /// words that the dictionary gives as near, found close by
    near,
    /// words that the dictionary gives as speaking against the term, found close by
    unless,
    /// 1 if the dictionary gives near words at all
    has_near,
    /// words of the dictionary's domain in the document, per 1,000 words, as a logarithm
    domain,
    /// exact mentions of the term in the document, as a logarithm
    mentions,
    /// exact mentions of the other names of the same person or term in the document, as a logarithm
    relatives,
    /// 1 if the other part of the person's name stands beside it
    beside_part,
    /// places where the same words would be the same term, as a logarithm
    repeats,
    /// other words that would be the same term, as a logarithm of their different forms
    forms,
    /// those of them that are nearer in sound, as a logarithm
    nearer,
    /// by how much the best other term that overlaps is farther in sound, in sounds per sound (1 if there is none)
    margin,
    /// the same against other stretches of words that would be the same term
    stretch,
    /// terms that would fit the same words
    rivals,
    /// 1 for a person
    person,
    /// 1 for an acronym
    acronym,
    /// 1 for ordinary vocabulary
    vocabulary,
    /// 1 for a part of a person's name
    part,
    /// Zipf value of the term's rarest word
    term_rarest,
    /// Zipf value of the term's most usual word
    term_commonest,
    /// terms of the dictionary, as a logarithm to the base of ten
    dictionary_size,
    /// share of the dictionary's terms that are mentioned exactly in the document
    mentioned,
    /// different candidates that the dictionary brings in this document, per 1,000 different words, as a logarithm
    density,
    /// 1 if the words before introduce a name ("from the line of", "thank you,", "Mr.")
    introduced,
    /// 1 if the words after go with a name ("with", "your line is open", a verb of speech)
    followed,
    /// 1 if an article or a like word stands right before ("the", "my"), -1 if a title or a greeting does or who is named speaks
    determined,
    /// letters of the heard words
    letters,
    /// capitals in the document: the share of its words that bear one where no sentence begins
    document_capitals,
    /// what all of the above is worth alone, in log-odds
    own,
    /// by how much a good place of the same words as the same term (the best of four) is worth more, in log-odds
    best_place,
    /// the most that other words are worth as the same term, in log-odds
    best_elsewhere,
    /// by how much the best other term is worth more for words that overlap these, in log-odds
    best_rival,
    /// share of the dictionary's terms that are likely said in the document
    likely_share,
    /// different candidates in the document that are likely, per 1,000 words, as a logarithm
    likely_rate,
}

/// What each piece of evidence did to the log-odds of a candidate; all together they are what its confidence says.
#[derive(Debug, Clone, PartialEq)]
pub struct Pulls {
    /// The log-odds if nothing were known.
    pub start: f32,
    /// What each piece of evidence added or took, in the order of [`Evidence::NAMES`].
    pub of: Vec<f32>,
    /// What rules took of that, whatever the weights are.
    pub taken_off: f32,
}
