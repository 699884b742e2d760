import { describe, test } from '@jest/globals';
import { expectKind, expectSameHoweverCut, type LogKind } from '../helpers/log-kinds.ts';

const WALK = 'PGD 4089067 P4D 4089067 PUD 43be067 PMD 0';
const WALKED = ['pgd table 0x4089', 'p4d table 0x4089', 'pud table 0x43be', 'pmd none'];
const at = (line: number): readonly string[] => WALKED.map((value) => `${line} ${value}`);

/** When a text was written bounds the release that is assumed: the next one can have been a candidate. Release days: kernel.org. */
// prettier-ignore
const KINDS: readonly LogKind[] = [
  // 4.18: 12 August 2018; 4.19: 22 October 2018. 5.12: 25 April 2021; 5.13: 27 June 2021.
  ...(['Date: Mon, 3 Sep 2018 17:27:05 +0200', '> Date: Mon, 3 Sep 2018 17:27:05', 'Date: 3 Sep 2018 17:27:05 +0200', 'Date:\tMon,  3 Sep 2018 17:27:05 +0200', 'Date: Mon,3 Sep 2018 17:27:05 +0200'] as const).map((line): LogKind => ({
    name: `mail: ${line}`, log: [line, WALK], values: at(2), said: [/Linux 4\.19, x86_64.*\(the newest that no known message or date rules out\)/] })),
  // 4.0: 12 April 2015, with which the candidates of 4.1 began. The walk of a mail to linux-mm, shortened.
  { name: 'a mail older than the oldest tables', log: ['Date: Wed, 16 Jun 2010 02:54:34 +1000', '> >[21877.951766] PGD 31c6f067 PUD 0'], values: ['2 pgd table 0x31c6f', '2 pud none'],
    said: [/Linux 4\.1, .*the log is older \(before 4\.1\): tables of the oldest release covered/], never: [/the newest/] },
  // 6.18: 30 November 2025; 6.19: 8 February 2026; 7.0: 12 April 2026; 7.1: 14 June 2026; 7.2: 16 August 2026.
  ...([['Sun, 2 Nov 2025', '6\\.18'], ['Sat, 29 Nov 2025', '6\\.18'], ['Mon, 1 Dec 2025', '6\\.19'], ['Sun, 1 Mar 2026', '7\\.0'], ['Mon, 4 May 2026', '7\\.1'], ['Wed, 1 Jul 2026', '7\\.2'], ['Sun, 1 Nov 2026', '7\\.3']] as const).map(([date, release]): LogKind => ({
    name: `mail of ${date}`, log: [`Date: ${date} 17:27:05 +0200`, WALK], values: at(2), said: [new RegExp(`Linux ${release}, x86_64`)] })),
  { name: 'an earlier mail is quoted', log: ['Date: Mon, 7 Jun 2021 17:27:05 +0200', '> Date: Mon, 3 Sep 2018 17:27:05', WALK], values: at(3), said: [/Linux 5\.13, x86_64/] },
  // An answer is younger than what it answers to, and a test than the patch.
  ...([['On Mon, Sep 3, 2018 at 10:00 PM Jane Doe <jane@example.org> wrote:'], ['Date: Mon, 3 Sep 2018 17:27:05 +0200', 'Subject: [PATCH 1/2] mm: a'], ['Subject: [PATCH] mm: a', 'Date: Mon, 3 Sep 2018 17:27:05 +0200']] as const).map((lines): LogKind => ({
    name: `the day of another text: ${lines.join(' | ')}`, log: [...lines, WALK], values: at(lines.length + 1), said: [/Linux 7\.3, x86_64/] })),
  // What is quoted is older than the mail that it is quoted from.
  ...['On Mon, Sep 3, 2018 at 10:00 PM Jane Doe <jane@example.org> wrote:', 'On Mon, Sep 03, 2018 at 03:27:00AM -0400, jane@example.org wrote:', 'On Mon, 3 Sep 2018 17:27:05 +0200 Jane Doe wrote:', 'On 3 Sep 2018, at 17:27, Jane Doe wrote:', 'On 2018/9/3 17:27, Jane Doe wrote:'].map((line): LogKind => ({
    name: `a quotation: ${line}`, log: [line, `> ${WALK}`], values: at(2), said: [/Linux 4\.19, x86_64.*\(the newest that no known message or date rules out\)/] })),
  // With the name of the day in front of numbers (Evolution), with full names (Yahoo, K-9 Mail, KMail), with "th" and without "On" (ProtonMail).
  ...['On Mon, 2018-09-03 at 17:27 +0200, Jane Doe wrote:', '> On Mon, 2018-09-03 at 17:27 +0200, Jane Doe wrote:', 'On Monday, September 3, 2018 5:27 PM, Jane Doe <jane@example.org> wrote:', 'On September 3, 2018 5:27:00 PM GMT+02:00, Jane Doe <jane@example.org> wrote:', 'On Monday, 3 September 2018 17:27:05 CEST Jane Doe wrote:', 'On Monday, September 3rd, 2018 at 5:27 PM, Jane Doe <jane@example.org> wrote:', 'Monday, 3 September 2018 17:27, Jane Doe <jane@example.org> wrote:'].map((line): LogKind => ({
    name: `a quotation: ${line}`, log: [line, `${line.startsWith('>') ? '> > ' : '> '}${WALK}`], values: at(2), said: [/Linux 4\.19, x86_64/] })),
  // Thunderbird in other languages (mailnews.reply_header_ondateauthorwrote of its translations), Gmail until about 2018 (no verb).
  ...(['Am 03.09.18 um 17:27 schrieb Jane Doe:', 'Am 03.09.2018 17:27, schrieb Jane Doe:', 'Le 03/09/2018 à 17:27, Jane Doe a écrit\u00a0:', 'Le 03/09/2018 =C3=A0 17:27, Jane Doe a =C3=A9crit=C2=A0:', 'El 3/9/18 a las 17:27, Jane Doe escribió:', 'Il 03/09/2018 17:27, Jane Doe ha scritto:', 'W dniu 3.09.2018 o 17:27, Jane Doe pisze:', '03.09.2018 17:27, Jane Doe пишет:', '在 2018/9/3 17:27, Jane Doe 写道:', '2018-09-03 17:27 GMT+02:00 Jane Doe <jane@example.org>:', '2018/9/3 Jane Doe <jane@example.org>:'] as const).map((line): LogKind => ({
    name: `a quotation: ${line}`, log: [line, `> ${WALK}`], values: at(2), said: [/Linux 4\.19, x86_64/] })),
  ...([['Am 03.09.18 um 17:27 schrieb Jane Doe:\r', '> What is that?\r', '> \r', `> ${WALK}\r`], ['> Am 03.09.18 um 17:27 schrieb Jane Doe:', '', '> > What is that?', `> > ${WALK}`]] as const).map((log): LogKind => ({
    name: `a quotation in German, with rows between: ${log.join(' | ')}`, log: [...log], values: at(4), said: [/Linux 4\.19, x86_64/] })),
  { name: 'a quotation in German whose day is not read, behind another', log: ['On Mon, Sep 3, 2018 at 10:00 PM John Doe wrote:', '> old', 'Am Montag schrieb Jane Doe:', `> ${WALK}`], values: at(4), said: [/Linux 7\.3, x86_64/] },
  // Rows of logs, of which a mail has wrapped one.
  ...['2018-09-03T17:27:05.017 host kernel: CPU: 0 PID:', '2018-09-03 17:27:05 host kernel: critical Modules linked in:', '2018-09-03 17:27:05 host ip: <foo>:', '2018-09-03 17:27:05 smtp: to=<jane@example.org>:', 'Am 5.10.18 schrieb Jane Doe etwas um, siehe unten'].map((line): LogKind => ({
    name: `no quotation: ${line}`, log: [line, `> ${WALK}`], values: at(2), said: [/Linux 7\.3, x86_64/] })),
  ...['On Mondial, 2018-09-03x at 17:27, Jane Doe wrote:', 'In our Sep 3, 2018 build Jane Doe wrote:'].map((line): LogKind => ({
    name: `no day of a quotation: ${line}`, log: [line, `> ${WALK}`], values: at(2), said: [/Linux 7\.3, x86_64/] })),
  // What can be two days is at the latest the later one. 4.15: 28 January 2018; 5.3: 15 September 2019.
  ...([['17/09/2019 13:33', '5\\.4'], ['09/17/2019 13:33', '5\\.4'], ['9/3/2018 5:27 PM', '4\\.19'], ['03/09/2018 17:27', '4\\.19'], ['Mon, 3-9-2018 17:27', '4\\.19'], ['3.9.2018 17:27', '4\\.19'], ['09.03.2018 17:27', '4\\.16'], ['9/3/18 5:27 PM', '4\\.19'], ['17.09.19 13:33', '5\\.4'], ['18.09.03 17:27', '4\\.19'], ['19/9/17 13:33', '5\\.4'], ['45/45/2018 13:33', '7\\.3'], ['3/9-2018 13:33', '7\\.3'], ['5.10.18-rc1', '7\\.3'], ['5.10.18.2', '7\\.3'], ['17.09.2019@13:33', '5\\.4'], ['17/09/2019-13:33', '5\\.4'], ['17/09/2019. Then', '5\\.4'], ['17/09/2019(Tue)', '5\\.4'], ['17/09/2019|', '5\\.4'], ['17/09/20190', '7\\.3'], ['5.10.18 I see this', '7\\.3'], ['5.10.18 17:27', '4\\.19'], ['Fri, 5.10.18', '4\\.19'], ['5.10.18', '7\\.3']] as const).map(([day, release]): LogKind => ({
    name: `a quotation of ${day}`, log: [`On ${day}, Jane Doe wrote:`, `> ${WALK}`], values: at(2), said: [new RegExp(`Linux ${release}, x86_64`)] })),
  { name: 'a quotation in a quotation', log: ['On Mon, Jun 7, 2021 at 10:00 PM Jane Doe wrote:', '> On Mon, Sep 3, 2018 at 10:00 PM John Doe wrote:', `> > ${WALK}`, `> ${WALK}`], values: [...at(3), ...at(4)], said: [/Linux 4\.19, x86_64/, /Linux 5\.13, x86_64/] },
  { name: 'a quotation whose day is not read, behind another', log: ['On Mon, Sep 3, 2018 at 10:00 PM John Doe wrote:', '> old', 'On Monday night, Jane Doe wrote:', `> ${WALK}`], values: at(4), said: [/Linux 7\.3, x86_64/] },
  // What is quoted is not younger than any of those who quote it. 4.15: 28 January 2018.
  ...([
    ['in a quotation', ['On Wed, Jan 10, 2018 C wrote:', '> On Monday, A wrote:', `> > ${WALK}`]],
    ['in a mail', ['Date: Wed, 10 Jan 2018 10:00:00 +0100', 'On Mon, Jan 8, A wrote:', `> ${WALK}`]],
    ['in a later quotation', ['On Mon, Jan 8, 2018 C wrote:', '> On Wed, Jan 10, 2024, A wrote:', `> > ${WALK}`]],
    ['in a mail of a patch', ['Subject: [PATCH] mm: a', 'On Mon, Jan 8, 2018, A wrote:', `> ${WALK}`]],
  ] as const).map(([where, lines]): LogKind => ({ name: `a quotation that tells no day, or a later one, ${where}`, log: [...lines], values: at(3), said: [/Linux 4\.15, x86_64/] })),
  { name: 'an old quotation in a later mail', log: ['Date: Mon, 3 Sep 2018 17:27:05 +0200', 'On Mon, Jan 8, 2018 A wrote:', `> ${WALK}`, WALK], values: [...at(3), ...at(4)], said: [/Linux 4\.15, x86_64/, /Linux 4\.19, x86_64/] },
  { name: 'a quotation whose heading is wrapped, behind another', log: ['On Mon, Sep 3, 2018 at 10:00 PM John Doe wrote:', '> old', '', 'On Mon, Jun 7, 2021 at 10:00 PM Jane Doe', '<jane@example.org> wrote:', `> ${WALK}`], values: at(6), said: [/Linux 5\.13, x86_64/] },
  // linux-next, August 2019: what a program for mail puts in front stands on two rows. 5.3: 15 September 2019.
  ...([['On Tue, 13 Aug 2019 14:41:55 +0200', 'Jane Doe <jane@example.org> wrote:'], ['On Tue, Aug 13, 2019 at 2:41 PM Jane Doe <jane@example.org>', 'wrote:'], ['On Wednesday, September 11th, 2019 at 2:41 PM, Jane Doe', '<jane@example.org> wrote:']] as const).flatMap((rows) => ['', '> '].map((mark): LogKind => ({
    name: `a quotation in two rows: ${mark}${rows.join(' | ')}`, log: [...rows.map((row) => mark + row), '', `${mark}> [ 3972.384033] AS:00000000744cc007 R3:00000001fffd0007 S:00000001fffd6000 P:000000000000013d `], values: ['4 pud table 0x1fffd0', '4 pmd table 0x1fffd6', '4 pte present 0x0'], said: [/Linux 5\.3, s390x/] }))),
  { name: 'what is quoted deeper goes on with no row above it', log: ['On Mon, Sep 3, 2018 we saw this', '> Jane Doe wrote:', `> > ${WALK}`], values: at(3), said: [/Linux 7\.3, x86_64/] },
  { name: 'prose in front of a quotation', log: ['In 2018 we saw this', 'Jane Doe wrote:', `> ${WALK}`], values: at(3), said: [/Linux 7\.3, x86_64/] },
  { name: 'a report that is not quoted, and another quotation', log: ['On Mon, Sep 3, 2018 at 10:00 PM John Doe wrote:', `> ${WALK}`, WALK, `> ${WALK}`], values: [...at(2), ...at(3), ...at(4)], said: [/Linux 4\.19, x86_64/, /Linux 7\.3, x86_64/] },
  { name: 'no heading of a quotation', log: ['On Mon, Sep 3, 2018 we saw this:', `> ${WALK}`], values: at(2), said: [/Linux 7\.3, x86_64/] },
  // In a text of many mails the next report is of another day.
  { name: 'a date further away than what belongs to a report', log: ['Date: Mon, 3 Sep 2018 17:27:05 +0200', WALK, ...Array.from({ length: 400 }, () => 'some other words, and nothing of it'), WALK], values: [...at(2), ...at(403)], said: [/Linux 4\.19, x86_64/, /Linux 7\.3, x86_64/] },
  ...(['2018-09-03T17:27:05.123456+02:00 host kernel: ', '2018-09-03 17:27:05 host kernel: ', '[Mon Sep  3 17:27:05 2018] '] as const).map((front): LogKind => ({
    name: `the time in front of a line: ${front}`, log: [front + WALK], values: at(1), said: [/Linux 4\.19, x86_64/] })),
  { name: 'a clock that was never set', log: ['2000-01-01 00:00:12 board kernel: [00000034] *pgd=2ae00801, *pte=00000000, *ppte=00000000'], values: ['1 pgd table 0x2ae00', '1 pte none'], said: [/Linux 7\.3.*arm/], never: [/older/] },
  // Outlook, in front of the mail that is answered; Jekyll and Hugo, in front of a page; Apport, whose day is that of time.asctime(). `git log` has more blanks there.
  ...['Sent: Monday, 3 September 2018 10:12', 'Sent: Monday, September 3, 2018 10:12 AM', '> Sent: 03 September 2018 17:27', '*Sent:* Monday, 3 September 2018 10:12', 'Sent: 03/09/2018 17:27', 'date: 2018-09-03', 'date: 2018-09-03T10:00:00+02:00', "date: '2018-09-03'", 'date: "2018-09-03 10:00:00"', 'Date: Mon Sep  3 10:12:44 2018'].map((date): LogKind => ({
    name: `the day in ${date}`, log: [date, WALK], values: at(2), said: [/Linux 4\.19, x86_64/] })),
  ...['Date:   Mon Sep  3 10:12:44 2018', 'Sent: 12 packets, 3 September', 'update: 2018-09-03', 'date: 2018-19-03', 'date: 20180903'].map((date): LogKind => ({
    name: `no day in ${date}`, log: [date, WALK], values: at(2), said: [/Linux 7\.3, x86_64/] })),
  { name: 'a line of a later kernel outweighs the day of a page', log: ['date: 2018-09-03', WALK, 'Oops: 0000 [#1] SMP PTI', ' <TASK>'], values: at(2), said: [/Linux 6\.9, x86_64/], never: [/4\.19/] },
  // A commit is older than the log that speaks of it; the day of a BIOS, and days of months that there are not, tell nothing.
  ...['Date:   Wed Sep 11 14:22:35 2013 -0700', 'Hardware name: QEMU, BIOS rel-1.12.1-0-ga5cb58e9a3c9 04/01/2014', '2018-19-03T17:27:05 a', '2018-09-40T17:27:05 a', 'Date: Mon, 45 Sep 2018', 'see 2018-09-03'].map((line): LogKind => ({
    name: `no time of the log: ${line}`, log: [line, WALK], values: at(2), said: [/Linux 7\.3, x86_64/] })),
  { name: 'a line of a later kernel outweighs it', log: ['Date: Mon, 3 Sep 2018 17:27:05 +0200', 'BUG: Bad rss-counter state mm:00000000abcdef01 type:MM_ANONPAGES val:1', WALK], values: at(3), never: [/Linux 4\./] },
  // v5.15 arch/x86/kernel/dumpstack.c show_trace_log_lvl(); v6.10 __die_header(): 'Oops: Oops: '.
  { name: 'a line of a later kernel outweighs it, and no other bound', log: ['Date: Mon, 3 Sep 2018 17:27:05 +0200', WALK, 'Oops: 0000 [#1] SMP PTI', ' <TASK>'], values: at(2), said: [/Linux 6\.9, x86_64/] },
  { name: 'a name outweighs it', log: ['Date: Mon, 3 Sep 2018 17:27:05 +0200', WALK, 'CPU: 1 PID: 5 Comm: a Not tainted 5.4.0 #1'], values: at(2), said: [/Linux 5\.4, .*named/] },
  // CVE-2018-3620: 14 August 2018.
  ...([['Thu, 17 Apr 2014', false], ['Mon, 3 Sep 2018', true]] as const).map(([date, isOpen]): LogKind => ({
    name: `whether a kernel has the swap entries of L1TF, on ${date}`, log: [`Date: ${date} 17:27:05 +0200`, 'CPU: 1 PID: 5 Comm: a Not tainted 3.14.0-wl-03657-g1234567 #1', 'BUG: Bad page map in process a  pte:310103e3c pmd:7b3497067', 'addr:00007f1234567000 vm_flags:00100073 anon_vma:ffff880c06ae9e80 mapping:          (null) index:7f1234567'],
    values: ['3 pte migration 0x188081f', '3 pmd table 0x7b3497'], said: isOpen ? [/L1TF is unknown/] : [], never: isOpen ? [] : [/L1TF/] })),
  // The stamp of a message that a mail has wrapped stands in its first row.
  ...([['2016-10-03', false], ['2018-10-03', true]] as const).map(([date, isOpen]): LogKind => ({
    name: `whether a kernel has them, by the stamp of a wrapped message of ${date}`, log: [`> ${date}T23:13:54.017 host-1 kernel: alert [247517.463191] BUG: Bad page`, '> map in process a  pte:3fd0b000 pmd:4557cb067', `> ${date}T23:13:54.017 host-1 kernel: warning [247517.483510] CPU: 0 PID: 1 Comm: a Tainted: G           OE  ------------ 3.10.0-327.28.3.7.tis.x86_64 #1`],
    values: ['2 pte swap', '2 pmd table 0x4557cb'], said: isOpen ? [/L1TF is unknown/] : [], never: isOpen ? [] : [/L1TF/] })),
  // A build of commits behind v4.17-rc1, named behind the message (public log, April 2018): the layout came with 4.19-rc1 (6b28baca9b1f).
  ...([['Thu, 19 Apr 2018', false], ['Mon, 3 Sep 2018', true]] as const).map(([date, isOpen]): LogKind => ({
    name: `the same of a kernel that is named behind the message, on ${date}`, log: [`Date: ${date} 10:00:00 +0000`, 'BUG: Bad page map in process cc1  pte:200000000 pmd:2f9d0d067', 'CPU: 1 PID: 14834 Comm: cc1 Tainted: G         C        4.17.0-rc1-00215-g5e7c7806111a #65'],
    values: ['2 pte swap', '2 pmd table 0x2f9d0d'], said: isOpen ? [/L1TF is unknown/] : [], never: isOpen ? [] : [/L1TF/] })),
  { name: 'the same of a kernel that nothing names', log: ['Date: Sat, 1 Mar 2014 10:00:00 +0100', 'BUG: Bad page map in process x  pte:00000004 pmd:12345067'],
    values: ['2 pte swap', '2 pmd table 0x12345'], never: [/L1TF/] },
  // v4.18.1 arch/x86/include/asm/pgtable_64.h has the offset inverted, v4.18 not.
  { name: 'stable releases of a series are not all alike', log: ['BUG: Bad page map in process x  pte:00000004 pmd:12345067'], values: ['1 pte swap', '1 pmd table 0x12345'], said: [/kernels from \S+ to 4\.18\.0, of which it can be/] },
  // Another mail is of another day, also where it does not say which; RFC 5322 3.6: the fields of a heading have no order.
  ...([['Date: Mon, 3 Sep 2018 17:27:05 +0200', '7\\.3'], ['Date: Mon, 3 Sep 2018 17:27:05 +0200|Date: Mon, 7 Jun 2021 17:27:05 +0200', '5\\.13'], ['Date: Mon, 7 Jun 2021 17:27:05 +0200|Date: Mon, 3 Sep 2018 17:27:05 +0200', '4\\.19']] as const).flatMap(([dates, release]) =>
    [true, false].map((isFirst): LogKind => {
      const [one = '', other = ''] = dates.split('|');
      const heading = isFirst ? [other, 'Subject: another thing'] : ['Subject: another thing', other];
      return { name: `two mails: ${dates}, ${isFirst ? 'in front of' : 'behind'} the subject`, log: [one, 'Subject: a thing', ...Array.from({ length: 30 }, () => 'some other words, and nothing of it'), ...heading, WALK], values: at(35), said: [new RegExp(`Linux ${release}, x86_64`)] };
    })),
];

describe('when a text was written', () => {
  test.each(KINDS)('$name', expectKind);

  test.each(KINDS.filter(({ name }) => name.includes('in two rows')))(
    '$name, however it is cut',
    expectSameHoweverCut,
  );
});
