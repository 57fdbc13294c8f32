import { fileURLToPath } from 'node:url'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

const hub = process.env.AUFTAKT_URL ?? 'http://127.0.0.1:8000'

export default defineConfig({
  plugins: [react()],
  resolve: { alias: { '@': fileURLToPath(new URL('./src', import.meta.url)) } },
  server: { host: '127.0.0.1', port: 5173, proxy: { '/api': hub, '/health': hub } },
  build: {
    outDir: '../auftakt/web/ui',
    emptyOutDir: true,
    // Fonts stay files of their own: inlined, every reader would pay for subsets that the page never shows.
    assetsInlineLimit: 0,
    target: 'es2022',
  },
})
