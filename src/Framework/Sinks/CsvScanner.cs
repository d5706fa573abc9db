namespace IntegrationFramework.Sinks;

/// <summary>Tells cells and rows of CSV apart, byte by byte, as RFC 4180 has it: a quote counts where a cell begins with it.</summary>
internal struct CsvScanner
{
    private enum Place
    {
        CellStart,
        Plain,
        Quoted,
        AfterQuote,
    }

    private Place _place;

    /// <summary>Makes a scanner that stands before the first row.</summary>
    public CsvScanner()
    {
    }

    /// <summary>How many cells the row has so far.</summary>
    public int Cells { get; private set; } = 1;

    /// <summary>Whether nothing of the row was read yet.</summary>
    public readonly bool IsBlank => Cells == 1 && _place == Place.CellStart;

    /// <summary>Whether a cell that began with a quote hasn't ended.</summary>
    public readonly bool IsQuoted => _place == Place.Quoted;

    /// <summary>Reads the next byte.</summary>
    /// <returns>Whether it is the line feed that ends the row; then <see cref="NextRow"/> follows.</returns>
    public bool Read(byte value)
    {
        switch (_place)
        {
            case Place.Quoted:
                _place = value == (byte)'"' ? Place.AfterQuote : Place.Quoted;
                return false;
            case Place.CellStart or Place.AfterQuote when value == (byte)'"':
                _place = Place.Quoted;
                return false;
        }

        switch (value)
        {
            case (byte)',':
                Cells++;
                _place = Place.CellStart;
                return false;
            case (byte)'\n':
                return true;
            case (byte)'\r' when IsBlank:
                return false;
            default:
                _place = Place.Plain;
                return false;
        }
    }

    /// <summary>Stands before the next row.</summary>
    public void NextRow() => (Cells, _place) = (1, Place.CellStart);
}
