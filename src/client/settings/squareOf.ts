const side = 512
const quality = 0.85

/** The middle of a picture as a square JPEG, in base64. A DOMException when it is no picture. */
export async function squareOf(file: File): Promise<string> {
  const picture = await createImageBitmap(file)
  const shorter = Math.min(picture.width, picture.height)
  const canvas = document.createElement('canvas')
  canvas.width = side
  canvas.height = side
  const context = canvas.getContext('2d')
  if (!context) throw new DOMException('This browser cannot draw.')
  context.fillStyle = 'white'
  context.fillRect(0, 0, side, side)
  context.drawImage(
    picture,
    (picture.width - shorter) / 2,
    (picture.height - shorter) / 2,
    shorter,
    shorter,
    0,
    0,
    side,
    side,
  )
  return canvas.toDataURL('image/jpeg', quality).split(',')[1] ?? ''
}
