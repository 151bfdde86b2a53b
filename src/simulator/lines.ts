/** The author: the customer or the agent of a chat. */
export type Speaker = 'Customer' | 'Agent';

/** One line of a conversation. */
export type Line = readonly [from: Speaker, text: string];

/** What a customer comes for, and how the conversation goes. */
export interface Topic {
  readonly subject: string;
  readonly language: string;
  readonly lines: readonly Line[];
}

export const TOPICS: readonly Topic[] = [
  {
    subject: 'Delivery',
    language: 'en',
    lines: [
      ['Agent', 'How may I help you?'],
      ['Customer', 'Hi, my parcel should have been here on Monday.'],
      ['Customer', 'The tracking page has said "in transit" for five days now.'],
      ['Agent', 'I am sorry about that. Could you give me the order number, please?'],
      ['Customer', 'It is 4471-20983.'],
      ['Agent', 'Thank you. One moment, I am asking the carrier.'],
      ['Agent', 'It was sorted to the wrong depot and leaves again tonight.'],
      ['Customer', 'So tomorrow? I am at home until noon.'],
      ['Agent', 'Tomorrow before 12:00, and you will get a text message an hour ahead.'],
      ['Customer', 'Perfect, thank you! 🙏'],
    ],
  },
  {
    subject: 'Invoice',
    language: 'en',
    lines: [
      ['Agent', 'How may I help you?'],
      ['Customer', 'You charged me twice this month: 2 × 39,90 €.'],
      ['Agent', 'Let me look at that. Is the account in your name?'],
      ['Customer', 'No, in my husband’s: Jürgen Müller.'],
      ['Agent', 'I see both payments. The second one was booked by mistake.'],
      ['Customer', 'And when do I get it back?'],
      ['Agent', 'Within three working days, to the card you paid with.'],
      ['Customer', 'Could you send me that in writing?'],
      ['Agent', 'Of course. The e-mail is on its way.'],
      ['Customer', 'Got it 👍'],
    ],
  },
  {
    subject: 'Internet outage',
    language: 'en',
    lines: [
      ['Agent', 'How may I help you?'],
      ['Customer', 'My internet has been down since this morning.'],
      ['Agent', 'Which lights are on at your router?'],
      ['Customer', 'Power is green, the second one blinks red.'],
      ['Agent', 'Please unplug it for ten seconds, then plug it in again.'],
      ['Customer', 'ok'],
      ['Customer', 'Still red.'],
      ['Agent', 'Then it is the line. I have run a test: there is a fault in your street.'],
      ['Agent', 'Our technicians expect to be done by 16:30.'],
      ['Customer', 'Fine. I will use my phone until then 📱'],
    ],
  },
  {
    subject: 'Booking',
    language: 'es',
    lines: [
      ['Agent', '¿En qué puedo ayudarle?'],
      ['Customer', 'Hola, quisiera cambiar la fecha de mi reserva.'],
      ['Agent', 'Con mucho gusto. ¿Me dice el código, por favor?'],
      ['Customer', 'Ñ7-331, a nombre de Begoña Ibáñez.'],
      ['Agent', 'Gracias. ¿Qué día le viene mejor?'],
      ['Customer', 'El viernes 14, si todavía hay sitio.'],
      ['Agent', 'Hay sitio. El cambio no tiene coste.'],
      ['Customer', '¡Qué bien! 🎉'],
      ['Agent', 'Ya está cambiada; le acabo de enviar la confirmación.'],
      ['Customer', 'Muchas gracias.'],
    ],
  },
  {
    subject: 'Password',
    language: 'en',
    lines: [
      ['Agent', 'How may I help you?'],
      ['Customer', 'I cannot log in any more. It says my account is locked.'],
      ['Agent', 'That happens after five wrong passwords. I can send you a link to set a new one.'],
      ['Customer', 'Yes please.'],
      ['Agent', 'Sent. It is valid for 30 minutes.'],
      ['Customer', 'Nothing here yet…'],
      ['Agent', 'Are you still there? Please look into your spam folder, too.'],
      ['Customer', 'There it was. Logged in!'],
      ['Agent', 'Great. Shall I turn on two-step verification while we are at it?'],
      ['Customer', 'Good idea, do that.'],
    ],
  },
];

/** How an agent says goodbye. */
export const GOODBYES: readonly string[] = [
  'Is there anything else I can do for you? Then have a nice day!',
  'Thank you for your patience. Goodbye!',
  'Glad I could help 😊',
];

export const CUSTOMERS: readonly string[] = [
  'Ada',
  'Begoña',
  'Chidi',
  'Dörte',
  'Emil',
  'Fatma',
  'Giulia',
  'Hana',
  'Ivan',
  'Jürgen',
  'Kenji 健二',
  'Łucja',
  'Marta',
  'Noor',
];
