/** Loads the tokens, the base rules and the fonts, once, before the first component draws. */
import './fonts.ts';
import './tokens.css';
import './base.css';
