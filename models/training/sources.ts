/** Where each training source comes from and what its copy says of its licence. */

export interface Source {
  /** Name of the data file, and of the count in `train.json`. */
  readonly name: string;
  readonly kind: string;
  /** The repository whose copy was used. */
  readonly origin: string;
  readonly license: string;
  readonly cite: string;
}

const notStated = 'not stated';

export const sources: readonly Source[] = [
  {
    name: 'sst',
    kind: 'film-review sentences and phrases, human scores',
    origin: 'munikarmanish/RNTN, TaoCesc/binary_cls',
    license: `${notStated}; the original asks for citation`,
    cite: 'Socher et al., EMNLP 2013',
  },
  {
    name: 'tweeteval',
    kind: 'tweets 2013-2016, human labels',
    origin: 'cbaziotis/datastories-semeval2017-task4',
    license: 'stated: no restrictions of its own; those of the original task and of Twitter may apply',
    cite: 'Rosenthal, Farra, Nakov, SemEval 2017',
  },
  {
    name: 'goemotions',
    kind: 'Reddit comments, emotion labels mapped to tone',
    origin: 'monologg/GoEmotions-pytorch',
    license: 'stated: Apache-2.0',
    cite: 'Demszky et al., ACL 2020',
  },
  {
    name: 'tweet_extraction',
    kind: 'tweets, human labels',
    origin: 'bhishanpdl/Datasets',
    license: `${notStated}; reported: CC BY 4.0`,
    cite: 'Tweet Sentiment Extraction, Kaggle 2020',
  },
  {
    name: 'imdb',
    kind: 'film reviews, label from the rating',
    origin: 'dax44/AMLM',
    license: `${notStated}; the original asks for citation`,
    cite: 'Maas et al., ACL 2011',
  },
  {
    name: 'imdb_counterfactual',
    kind: 'film reviews and versions rewritten to the opposite tone',
    origin: 'acmi-lab/counterfactually-augmented-data',
    license: 'stated: Apache-2.0',
    cite: 'Kaushik, Hovy, Lipton, ICLR 2020',
  },
  {
    name: 'amazon_multidomain',
    kind: 'product reviews, label from the rating',
    origin: 'muko034/sentiment-prediction',
    license: notStated,
    cite: 'Blitzer, Dredze, Pereira, ACL 2007',
  },
  {
    name: 'clothing',
    kind: 'shop reviews, label from the rating',
    origin: 'irmakozveren01/Womens-clothing-text-analysis',
    license: 'stated: MIT (repository); reported: CC0',
    cite: "Women's E-Commerce Clothing Reviews, Kaggle",
  },
  {
    name: 'restaurant',
    kind: 'restaurant reviews, label from the rating',
    origin: 'BhavikaBhalani/Machine-Learning-Zomato-Restaurant-Clustering-and-Sentiment-Analysis',
    license: notStated,
    cite: 'Zomato restaurant reviews, Hyderabad, 2019',
  },
  {
    name: 'newsmtsc',
    kind: 'political news sentences, tone towards the person named',
    origin: 'fhamborg/NewsMTSC',
    license: "stated: MIT-style permission for the project's own files",
    cite: 'Hamborg, Donnay, EACL 2021',
  },
  {
    name: 'vader_nyt',
    kind: 'newspaper editorial sentences, mean of 20 scores',
    origin: 'cjhutto/vaderSentiment',
    license: 'stated: MIT',
    cite: 'Hutto, Gilbert, ICWSM 2014',
  },
  {
    name: 'vader_amazon',
    kind: 'sentences of product reviews, mean of 20 scores',
    origin: 'cjhutto/vaderSentiment',
    license: 'stated: MIT',
    cite: 'Hutto, Gilbert, ICWSM 2014; Hu, Liu, KDD 2004',
  },
  {
    name: 'stackoverflow',
    kind: 'Stack Overflow posts, human labels',
    origin: 'collab-uniba/Senti4SD',
    license: 'stated: MIT; reported: posts are CC BY-SA',
    cite: 'Calefato et al., Empirical Software Engineering 23(3), 2018',
  },
  {
    name: 'product_sentences',
    kind: 'sentences of product reviews, human opinion marks',
    origin: 'nltk/nltk_data (product_reviews_2)',
    license: 'stated: CC BY 4.0',
    cite: 'Ding, Liu, Yu, WSDM 2008',
  },
  {
    name: 'trec_questions',
    kind: 'factual questions, neutral by construction and not labelled by people',
    origin: 'harvardnlp/sent-conv-torch',
    license: 'stated: MIT (repository), nothing on the questions',
    cite: 'Li, Roth, COLING 2002',
  },
  {
    name: 'alexa',
    kind: 'smart-speaker reviews, label from the rating',
    origin: 'NikhitaMethwani/Amazon-Alexa-Review-Using-Sentiment-Analysis',
    license: notStated,
    cite: 'Amazon Alexa Reviews, Kaggle',
  },
  {
    name: 'own_contrast',
    kind: 'judgements set against each other, with the tone of each part',
    origin: 'written for this project (`models/training/texts`)',
    license: 'Apache-2.0',
    cite: 'none',
  },
  {
    name: 'own_long',
    kind: 'long plain texts, turns at the end, one toned sentence among plain ones',
    origin: 'written for this project (`models/training/texts`)',
    license: 'Apache-2.0',
    cite: 'none',
  },
  {
    name: 'own_people',
    kind: 'people of many names and groups, each in every tone',
    origin: 'written for this project (`models/training/texts`)',
    license: 'Apache-2.0',
    cite: 'none',
  },
  {
    name: 'own_plain',
    kind: 'facts, definitions, instructions, questions and messages in a plain tone',
    origin: 'written for this project (`models/training/texts`)',
    license: 'Apache-2.0',
    cite: 'none',
  },
  {
    name: 'own_toned',
    kind: 'what reviews and messages seldom teach: praise and blame without a feeling word, idioms, emoji, turns',
    origin: 'written for this project (`models/training/texts`)',
    license: 'Apache-2.0',
    cite: 'none',
  },
];
