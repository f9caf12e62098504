-- In which form events are read: what of them is protected. One row, or none where nothing ever was.
CREATE TABLE form (
    form TEXT NOT NULL
);
