// What the Java binding needs beside MuJoCo's own functions: errors as C++ exceptions, which
// JavaCPP turns into Java ones, and the contacts of a step in one call.
#pragma once

#include <mujoco/mujoco.h>

#include <stdexcept>

inline void serl4j_throw(const char* message) { throw std::runtime_error(message); }

inline void serl4j_installErrorHandler() { mju_user_error = serl4j_throw; }

inline void serl4j_installWarningHandler(void (*handler)(const char*)) { mju_user_warning = handler; }

// Numbers of one contact in serl4j_readContacts.
enum { SERL4J_CONTACT_NUMBERS = 10 };

// Copies the active contacts with their forces. Call while contacts and constraint forces belong to
// the same step: after mj_step2 or mj_forward.
//
// bodies:  2 per contact: the bodies of geom1 and geom2
// numbers: 10 per contact: position, force and torque that geom1's body exerts on geom2's body at
//          that position (all in the world frame), and the normal force
// returns: how many contacts were copied, at most capacity
inline int serl4j_readContacts(const mjModel* m, const mjData* d, int capacity, int* bodies,
                               mjtNum* numbers) {
  int n = 0;
  for (int i = 0; i < d->ncon && n < capacity; i++) {
    const mjContact* contact = d->contact + i;
    if (contact->efc_address < 0) {
      continue;
    }
    mjtNum force[6];
    mj_contactForce(m, d, i, force);
    mjtNum* out = numbers + SERL4J_CONTACT_NUMBERS * n;
    mju_copy3(out, contact->pos);
    // rows of frame are the contact's axes in the world, normal from geom1 to geom2
    mju_rotVecMatT(out + 3, force, contact->frame);
    mju_rotVecMatT(out + 6, force + 3, contact->frame);
    out[9] = force[0];
    bodies[2 * n] = m->geom_bodyid[contact->geom1];
    bodies[2 * n + 1] = m->geom_bodyid[contact->geom2];
    n++;
  }
  return n;
}
