using System.Text;
using IntegrationFramework.Cli.CommandLine;
using IntegrationFramework.Cli.Commands;
using IntegrationFramework.Configuration;
using IntegrationFramework.Registration;
using IntegrationFramework.Telemetry;

namespace IntegrationFramework.Cli;

/// <summary>The program of a host: every command of <c>ifw</c>, over the integrations of a registry.</summary>
public static class CommandLineHost
{
    /// <summary>Runs a command line to its end.</summary>
    /// <param name="arguments">The arguments, without the program's name.</param>
    /// <param name="registry">Makes the registry when a command needs it; the generator's <c>HostRegistry.Create</c>.</param>
    /// <param name="isolateCommand">
    /// How to start this program again for <c>run --isolate</c>: the program and its first arguments. By default the process's own path,
    /// or <c>dotnet exec</c> with the host's assembly where the process is <c>dotnet</c>.
    /// </param>
    /// <param name="ticketing">Where issues go with <c>REPORT_ISSUES=true</c>; by default a line of the log each.</param>
    /// <returns>The process's exit code.</returns>
    public static int Run(
        string[] arguments, Func<IntegrationRegistry> registry, IReadOnlyList<string>? isolateCommand = null, ISupportTicketing? ticketing = null)
    {
        ClosedStreams.Occupy();
        FileSizeSignal.Ignore();

        // Console would set up the terminal before its first write; the commands write few and large pieces.
        var results = StandardStream.Output(needsReader: false);
        var output = Open(results);
        var error = Open(StandardStream.Error(needsReader: false));
        error.AutoFlush = true;
        return Run(arguments, new CommandEnvironment(registry, isolateCommand)
        {
            Ticketing = ticketing,
            Output = output,
            IsOutputAbandoned = () => results is StandardStream { IsAbandoned: true },
            Error = error,
            OutputStream = StandardStream.Output(needsReader: true),
            ErrorStream = StandardStream.Error(needsReader: true),
            IsErrorTerminal = !Console.IsErrorRedirected,
            Ask = question => Ask(error, question),
        });
    }

    private static string? Ask(StreamWriter terminal, string question)
    {
        if (Console.IsInputRedirected || Console.IsErrorRedirected)
        {
            return null;
        }

        terminal.Write(question);
        return Console.ReadLine() ?? "";
    }

    internal static int Run(string[] arguments, CommandEnvironment environment)
    {
        try
        {
            // Most commands end without ever waiting, so that no thread pool is started for them.
            var running = new CoconaFrontEnd(CommandList.Entries, environment).RunAsync(arguments, CancellationToken.None);
            var exitCode = running.IsCompletedSuccessfully ? running.Result : running.AsTask().GetAwaiter().GetResult();
            environment.Output.Flush();
            return exitCode;
        }
        catch (UsageException error)
        {
            environment.Tell(error.Message);
            return ExitCode.Usage;
        }
        catch (CommandException error)
        {
            return Fail(error, error.ExitCode);
        }
        catch (Exception error) when (error is TelemetryException or ConfigurationException or SqlQueryException { IsDamaged: true })
        {
            return Fail(error, ExitCode.Configuration);
        }
        catch (Exception error)
        {
            return Fail(error, ExitCode.Failed);
        }

        int Fail(Exception error, int exitCode)
        {
            environment.Tell(arguments.Contains("--verbose") ? error.ToString() : error.Message);
            return exitCode;
        }
    }

    private static StreamWriter Open(Stream stream) => new(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), 16 * 1024);
}
