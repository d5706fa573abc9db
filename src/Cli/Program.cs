Console.WriteLine("ifw");
