import type { JSX } from 'preact';
import type { BusinessDate, Role } from '../../kernel/index.js';
import type { AppointmentView, InvitationView, MemberView } from '../../modules/identity/index.js';
import { Banner, Card, EmptyState, Field, Hidden } from '../components/index.js';
import { DeskLayout, type DeskFrame } from '../desk/desk-layout.js';
import { DeskForm, errorOf, RefusalNotice, typedOr, fieldsOf, type FormSeal, type Refusal } from '../desk/form-parts.js';
import type { Messages } from '../messages/index.js';

export interface PeopleView {
  readonly frame: DeskFrame;
  /** Address of the page. */
  readonly path: string;
  readonly members: readonly MemberView[];
  readonly open: readonly InvitationView[];
  /** Who took a part and waits until another body confirms it. */
  readonly waiting: readonly AppointmentView[];
  /** What the reader is about to speak against; null while nothing. */
  readonly objecting: AppointmentView | null;
  readonly roles: readonly Role[];
  /** The part that is about to be ended; null while none is. */
  readonly ending: MemberView | null;
  /** The link just made, this once. */
  readonly link: string | null;
  readonly today: BusinessDate;
  readonly seal: FormSeal;
  readonly done: keyof Messages['people']['done'] | null;
  readonly refusal: Refusal | null;
}

interface Part {
  readonly m: Messages;
  readonly view: PeopleView;
}

/** Who acts in the compound; those who decide on a part invite into it and end it. */
export function PeoplePage({ m, view }: Part): JSX.Element {
  const texts = m.people;
  return (
    <DeskLayout
      m={m}
      frame={view.frame}
      head={{ title: texts.title, lead: texts.lead }}
      notice={
        <>
          <RefusalNotice m={m} refusal={view.refusal} />
          {view.done !== null && <Banner tone="ok" title={texts.done[view.done]} />}
        </>
      }
    >
      {view.link !== null && <LinkCard m={m} path={view.path} link={view.link} />}
      {view.ending !== null && <EndCard m={m} view={view} ending={view.ending} />}
      {view.objecting !== null && <ObjectCard m={m} view={view} objecting={view.objecting} />}
      {view.waiting.length > 0 && <WaitingCard m={m} view={view} />}
      <Card id="members" title={texts.members}>
        <ul class="list">
          {view.members.map((member) => (
            <li key={member.id} class="row">
              <span>
                <b>{member.person}</b>
                <small>{texts.part(m.workbench.roles[member.role], member.organisation)}</small>
                <small>{member.to === null ? texts.since(member.from) : texts.until(member.from, member.to)}</small>
                <small>{appointedBy(m, member)}</small>
                {member.endAsked.map(({ organisation, lastDay }) => (
                  <small key={organisation + lastDay}>{texts.endAsked(organisation, lastDay)}</small>
                ))}
              </span>
              {member.mayEnd && (
                <a class="button small" href={`${view.path}?end=${member.id}`}>
                  {texts.end}
                  <span class="sr">{` ${member.person} ${m.workbench.roles[member.role]}`}</span>
                </a>
              )}
            </li>
          ))}
        </ul>
      </Card>
      <InviteCard m={m} view={view} />
      {view.open.length > 0 && <OpenCard m={m} view={view} />}
    </DeskLayout>
  );
}

/** Who answers for it that somebody has a part. */
function appointedBy(m: Messages, { appointment }: MemberView): string {
  const texts = m.people;
  if (appointment === null) return texts.byOperator;
  const { by, confirmedBy } = appointment;
  const said = texts.appointedBy(by.organisation, by.person);
  return confirmedBy === null ? said : `${said} · ${texts.confirmedBy(confirmedBy.organisation, confirmedBy.person)}`;
}

function WaitingCard({ m, view }: Part): JSX.Element {
  const texts = m.people;
  return (
    <Card id="waiting" title={texts.waiting} note={texts.waitingNote}>
      <ul class="list">
        {view.waiting.map((one) => (
          <li key={one.id} class="row">
            <span>
              <b>{one.person}</b>
              <small>{texts.part(m.workbench.roles[one.role], one.organisation)}</small>
              <small>{one.to === null ? texts.since(one.from) : texts.until(one.from, one.to)}</small>
              <small>{texts.appointedBy(one.inviterOrganisation, one.inviter)}</small>
              {one.isRunning && <small>{texts.runs}</small>}
              {one.objections.map(({ organisation, reason }) => (
                <small key={organisation}>{texts.objected(organisation, reason)}</small>
              ))}
              {!one.mayConfirm && <small>{texts.waitsForOthers}</small>}
            </span>
            <Answers m={m} view={view} one={one} />
          </li>
        ))}
      </ul>
    </Card>
  );
}

/** Another body confirms, or goes on to say why not; who appointed takes back what has not begun. */
function Answers({ m, view, one }: Part & { readonly one: AppointmentView }): JSX.Element | null {
  const texts = m.people;
  const whose = <span class="sr">{` ${one.person} ${m.workbench.roles[one.role]}`}</span>;
  const answer = one.mayConfirm ? 'confirm' : 'decline';
  if (!one.mayConfirm && one.isRunning) return null;
  return (
    <>
      <form method="post" action={`${view.path}/appointments/${one.id}/${answer}`}>
        <Hidden values={{ ...view.seal }} />
        <button class="button small" type="submit">
          {texts[answer]}
          {whose}
        </button>
      </form>
      {one.mayConfirm && (
        <a class="button small" href={`${view.path}?object=${one.id}`}>
          {texts.object}
          {whose}
        </a>
      )}
    </>
  );
}

function ObjectCard({ m, view, objecting }: Part & { readonly objecting: AppointmentView }): JSX.Element {
  const texts = m.people;
  const field = fieldsOf(view.refusal, 'object', { reason: texts.objectReason });
  return (
    <Card id="object" title={texts.objectTitle(objecting.person)} note={texts.objectNote}>
      <DeskForm action={`${view.path}/appointments/${objecting.id}/decline`} seal={view.seal}>
        <Field {...field('reason')} autocomplete="off" required />
        <div class="actions">
          <button class="button" type="submit">
            {texts.objectSubmit}
          </button>
          <a class="button" href={view.path}>
            {texts.cancelObjection}
          </a>
        </div>
      </DeskForm>
    </Card>
  );
}

function LinkCard({ m, path, link }: { readonly m: Messages; readonly path: string; readonly link: string }): JSX.Element {
  const texts = m.people;
  return (
    <Card id="link" title={texts.made} note={texts.madeNote}>
      <Field name="link" label={texts.linkLabel} value={link} autocomplete="off" />
      <p>
        <a class="button" href={path}>
          {texts.backToList}
        </a>
      </p>
    </Card>
  );
}

function EndCard({ m, view, ending }: Part & { readonly ending: MemberView }): JSX.Element {
  const texts = m.people;
  return (
    <Card id="end" title={texts.endTitle(ending.person)} note={texts.endNote}>
      <DeskForm action={`${view.path}/members/${ending.id}/end`} seal={view.seal}>
        <Field
          name="end_lastDay"
          label={texts.lastDay}
          type="date"
          value={typedOr(view.refusal, 'end_lastDay', view.today)}
          error={errorOf(view.refusal, 'end_lastDay')}
          required
        />
        <div class="actions">
          <button class="button" type="submit">
            {texts.endSubmit}
          </button>
          <a class="button" href={view.path}>
            {texts.cancel}
          </a>
        </div>
      </DeskForm>
    </Card>
  );
}

function InviteCard({ m, view }: Part): JSX.Element {
  const texts = m.people;
  const field = fieldsOf(view.refusal, 'invite', texts.fields);
  const hired = view.roles.includes('AUDITOR');
  return (
    <Card id="invite" title={texts.invite} note={view.roles.length > 0 ? texts.inviteNote : undefined}>
      {view.roles.length === 0 ? (
        <EmptyState title={texts.noInvite}>{texts.noInviteHint}</EmptyState>
      ) : (
        <DeskForm action={`${view.path}/invitations`} seal={view.seal}>
          <Field {...field('role')} options={view.roles.map((role) => ({ value: role, label: m.workbench.roles[role] }))} required />
          {hired && <Field {...field('agency')} hint={texts.hints.agency} autocomplete="off" />}
          <Field {...field('from', view.today)} type="date" required />
          <Field {...field('to')} hint={texts.hints.to} type="date" />
          <button class="button" type="submit">
            {texts.submit}
          </button>
        </DeskForm>
      )}
    </Card>
  );
}

function OpenCard({ m, view }: Part): JSX.Element {
  const texts = m.people;
  return (
    <Card id="open" title={texts.open}>
      <ul class="list">
        {view.open.map(({ id, role, organisation, expiresAt }) => (
          <li key={id}>
            <form class="row" method="post" action={`${view.path}/invitations/${id}/withdrawal`}>
              <Hidden values={{ ...view.seal }} />
              <span>
                <b>{texts.openRow(m.workbench.roles[role], organisation)}</b>
                <small>{texts.expires(m.shortMoment(expiresAt))}</small>
              </span>
              <button class="button small" type="submit">
                {texts.withdraw}
                <span class="sr">{` ${texts.openRow(m.workbench.roles[role], organisation)}`}</span>
              </button>
            </form>
          </li>
        ))}
      </ul>
    </Card>
  );
}
