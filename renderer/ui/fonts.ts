/** The three faces, from the packages: nothing is fetched from outside. B612 reads, Inter speaks, JetBrains Mono is SCPI. */
import '@fontsource/b612/400.css';
import '@fontsource/b612/700.css';
import '@fontsource-variable/inter/wght.css';
import '@fontsource/jetbrains-mono/latin-400.css';
import '@fontsource/jetbrains-mono/latin-500.css';
