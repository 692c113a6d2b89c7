"""Forms as pages show them: WTForms classes, those of an application built from its guide."""
