using System.Collections.Concurrent;
using System.Text;
using IntegrationFramework.Cli.CommandLine;
using IntegrationFramework.Cli.Commands;
using IntegrationFramework.Running;
using IntegrationFramework.Telemetry;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace IntegrationFramework.Cli.Output;

/// <summary>Shows on a terminal how a parallel batch goes on: a bar for all of it, and a line for each integration that runs.</summary>
internal sealed class ProgressDisplay : IBatchObserver, IAsyncDisposable
{
    // In fewer than ten Spectre doesn't come to an end with its lines; in fewer than this there is no room for a name.
    private const int LeastColumns = 40;

    private readonly ConcurrentDictionary<string, ProgressTask> _running = new(StringComparer.Ordinal);
    private readonly TaskCompletionSource _end = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task _display;
    private readonly Stream _terminal;
    private ProgressContext? _context;
    private ProgressTask? _all;

    private ProgressDisplay(IAnsiConsole console, Stream terminal, int count)
    {
        _terminal = terminal;
        LogWriter = new LineWriter(console);
        var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _display = console.Progress()
            .AutoClear(true)
            .HideCompleted(true)
            .Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), new ElapsedTimeColumn())
            .StartAsync(async context =>
            {
                _all = context.AddTask("all", maxValue: Math.Max(count, 1));
                _context = context;
                begun.SetResult();
                await _end.Task.ConfigureAwait(false);
            });
        begun.Task.GetAwaiter().GetResult();
    }

    /// <summary>Writes log lines above the display instead of through it.</summary>
    public TextWriter LogWriter { get; }

    /// <summary>Makes a display where somebody can see it and there is something to see.</summary>
    public static ProgressDisplay? Create(CommandEnvironment environment, RunOptions options, int count)
    {
        if (!environment.IsErrorTerminal || !environment.AllowsColors || count <= 1
            || options is not { Parallelism: > 1, Json: false, Isolate: false, Isolated: null })
        {
            return null;
        }

        var terminal = new AnsiConsoleOutput(environment.Error);
        return terminal.Width < LeastColumns
            ? null
            : new ProgressDisplay(
                AnsiConsole.Create(new AnsiConsoleSettings { Out = new Terminal(terminal), Interactive = InteractionSupport.Yes, Ansi = AnsiSupport.Yes }),
                environment.ErrorStream,
                count);
    }

    public void RunStarted(string runId, string integration)
    {
        var task = _context!.AddTask(Markup.Escape(integration));
        task.IsIndeterminate = true;
        _running[runId] = task;
    }

    public void RunProgress(string runId, string integration, RunCounters counters)
    {
        if (_running.TryGetValue(runId, out var task))
        {
            task.Description = Markup.Escape($"{integration}: {counters.Delivered} records");
        }
    }

    public void RunFinished(RunResult result)
    {
        if (result.RunId is not null && _running.TryRemove(result.RunId, out var task))
        {
            task.Value = task.MaxValue;
            task.StopTask();
        }

        _all!.Increment(1);
    }

    /// <summary>Takes the display away, so that a summary can follow.</summary>
    public async Task EndAsync()
    {
        _end.TrySetResult();
        await _display.ConfigureAwait(false);
    }

    /// <summary>Gives the terminal its cursor back and leaves the display as it stands, where the process ends at once.</summary>
    public void Abandon()
    {
        try
        {
            // Past the console, whose lock may be held for a while.
            _terminal.Write("\u001b[?25h\n"u8);
        }
        catch (IOException)
        {
            // The terminal is gone, and its cursor with it.
        }
    }

    public async ValueTask DisposeAsync()
    {
        await EndAsync().ConfigureAwait(false);
        await LogWriter.DisposeAsync().ConfigureAwait(false);
    }

    /// <summary>A terminal that is never too narrow: its window may be made smaller while the display is there.</summary>
    private sealed class Terminal(AnsiConsoleOutput inner) : IAnsiConsoleOutput
    {
        public TextWriter Writer => inner.Writer;

        public bool IsTerminal => inner.IsTerminal;

        public int Width => Math.Max(inner.Width, LeastColumns);

        public int Height => inner.Height;

        public void SetEncoding(Encoding encoding) => inner.SetEncoding(encoding);
    }

    /// <summary>Hands every line to the console, which puts it above what is being displayed.</summary>
    private sealed class LineWriter(IAnsiConsole console) : TextWriter
    {
        public override Encoding Encoding => Encoding.UTF8;

        public override void Write(char value) => Write(value.ToString());

        public override void Write(string? value) => console.Write(new Line(new Text(value ?? "")));
    }

    /// <summary>Text that first takes away what is being displayed: it may be shorter than the bars that it is written over.</summary>
    private sealed class Line(IRenderable text) : IRenderable
    {
        private const string EraseToEndOfScreen = "\u001b[J";

        public Measurement Measure(RenderOptions options, int maxWidth) => text.Measure(options, maxWidth);

        public IEnumerable<Segment> Render(RenderOptions options, int maxWidth) =>
            text.Render(options, maxWidth).Prepend(Segment.Control(EraseToEndOfScreen));
    }
}
