package dev.indelible.core.access;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RightTest {
    @Test
    void refusalNamesTheRolesThatWouldDo() {
        assertThat(Right.READ.refused("k1", ""))
                .isEqualTo(
                        "'k1' may not read events anywhere; roles that may: reader, exporter, investigator, administrator");
        assertThat(Right.ADMINISTER.refused("k1", "organization acme"))
                .isEqualTo(
                        "'k1' may not administer in organization acme; roles that may: administrator");
    }
}
