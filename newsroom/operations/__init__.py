"""Operations: backup and restore, tidying, the doctor, figures for monitors."""
