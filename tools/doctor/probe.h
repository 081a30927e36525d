/* SPDX-License-Identifier: GPL-2.0 */
/* One packet to each remote. */
#ifndef _TRUNKCTL_DOCTOR_PROBE_H
#define _TRUNKCTL_DOCTOR_PROBE_H

struct doctor;

void probe_paths(struct doctor *d);

#endif /* _TRUNKCTL_DOCTOR_PROBE_H */
