using System.Runtime.InteropServices;

namespace IntegrationFramework.Cli.CommandLine;

/// <summary>
/// Standard output or standard error, without what <see cref="Console"/> sets up before its first write: the terminal's description,
/// a thread for signals. A reader that has gone away, as <c>head</c> does, is no error for what people read; for records it is one,
/// since they would count as delivered.
/// </summary>
internal sealed partial class StandardStream : Stream
{
    private const int OutputDescriptor = 1;
    private const int ErrorDescriptor = 2;
    private const int Interrupted = 4;
    private const int TryAgain = 11;
    private const int TryAgainOnMac = 35;
    private const int BrokenPipe = 32;

    private readonly int _descriptor;
    private readonly bool _needsReader;

    private StandardStream(int descriptor, bool needsReader)
    {
        _descriptor = descriptor;
        _needsReader = needsReader;
    }

    /// <summary>Whether nobody reads it any more, so that what is written is lost.</summary>
    public bool IsAbandoned { get; private set; }

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>Standard output.</summary>
    /// <param name="needsReader">Whether it is an error that nobody reads it any more.</param>
    public static Stream Output(bool needsReader) => OperatingSystem.IsWindows() ? Console.OpenStandardOutput() : new StandardStream(OutputDescriptor, needsReader);

    /// <summary>Standard error.</summary>
    /// <param name="needsReader">Whether it is an error that nobody reads it any more.</param>
    public static Stream Error(bool needsReader) => OperatingSystem.IsWindows() ? Console.OpenStandardError() : new StandardStream(ErrorDescriptor, needsReader);

    public override void Flush()
    {
        // Nothing is kept back.
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        while (!buffer.IsEmpty)
        {
            var written = WriteTo(_descriptor, in MemoryMarshal.GetReference(buffer), buffer.Length);
            if (written >= 0)
            {
                buffer = buffer[(int)written..];
                continue;
            }

            switch (Marshal.GetLastPInvokeError())
            {
                case Interrupted:
                    break;
                case TryAgain or TryAgainOnMac:
                    // Somebody has made the terminal non-blocking; it takes more in a moment.
                    Thread.Sleep(1);
                    break;
                case BrokenPipe when !_needsReader:
                    IsAbandoned = true;
                    return;
                case not BrokenPipe when !_needsReader && _descriptor == ErrorDescriptor:
                    // There is nowhere left to say it. What is logged of a run is in telemetry too, and the exit code says how it ended.
                    return;
                case BrokenPipe:
                    throw new IOException("nobody reads it any more (broken pipe)", BrokenPipe);
                default:
                    throw new IOException(
                        $"{(_descriptor == OutputDescriptor ? "Standard output" : "Standard error")} can't be written: {Marshal.GetLastPInvokeErrorMessage()}.",
                        Marshal.GetLastPInvokeError());
            }
        }
    }

    [LibraryImport("libc", EntryPoint = "write", SetLastError = true)]
    private static partial nint WriteTo(int descriptor, in byte buffer, nint count);
}
