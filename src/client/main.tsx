import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { App } from './App.tsx'
import './styles.css'

const element = document.getElementById('app')
if (!element) throw new Error('The page has no place for the app.')
createRoot(element).render(
  <StrictMode>
    <App />
  </StrictMode>,
)
